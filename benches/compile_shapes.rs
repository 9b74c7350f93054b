// Ten everyday functions; `compile.rs` makes three hundred of them. `async fn` is what the attribute is put in front of.
use super::io::{Conn, Error, connect, pause, read, run, write};

async fn fetch(host: &str, path: &str) -> Result<String, Error> {
    let mut conn = connect(host).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n");
    write(&mut conn, request.as_bytes()).await?;
    let mut page = String::new();
    loop {
        let line = read(&mut conn).await?;
        if line.is_empty() {
            break;
        }
        page.push_str(&line);
    }
    Ok(page)
}

async fn retry(host: &str, most: u32) -> Result<Conn, Error> {
    let mut attempt = 0;
    loop {
        match connect(host).await {
            Ok(conn) => return Ok(conn),
            Err(error) if attempt >= most => return Err(error),
            Err(_) => {
                attempt += 1;
                pause(attempt).await;
            }
        }
    }
}

async fn copy(from: &mut Conn, to: &mut Conn) -> Result<usize, Error> {
    let mut total = 0;
    while let Some(line) = Some(read(from).await?).filter(|line| !line.is_empty()) {
        write(to, line.as_bytes()).await?;
        total += line.len();
    }
    Ok(total)
}

async fn broadcast(conns: &mut [Conn], text: String) -> usize {
    let mut reached = 0;
    for conn in conns.iter_mut() {
        if write(conn, text.as_bytes()).await.is_ok() {
            reached += 1;
        }
    }
    reached
}

async fn greet(conn: &mut Conn, name: Option<&str>) -> Result<(), Error> {
    let name = match name {
        Some(name) => name.to_owned(),
        None => read(conn).await?,
    };
    let greeting = format!("hello {}", name.trim());
    write(conn, greeting.as_bytes()).await?;
    Ok(())
}

async fn cached(cache: &mut Vec<(String, String)>, key: &str) -> Result<String, Error> {
    if let Some((_, value)) = cache.iter().find(|(each, _)| each == key) {
        return Ok(value.clone());
    }
    let mut conn = connect(key).await?;
    let value = read(&mut conn).await?;
    cache.push((key.to_owned(), value.clone()));
    Ok(value)
}

async fn command(conn: &mut Conn) -> Result<bool, Error> {
    let line = read(conn).await?;
    let mut words = line.split_whitespace();
    match words.next() {
        Some("ping") => write(conn, b"pong").await?,
        Some("echo") => {
            let rest: Vec<&str> = words.collect();
            write(conn, rest.join(" ").as_bytes()).await?;
        }
        Some("quit") | None => return Ok(false),
        Some(other) => {
            let answer = format!("unknown: {other}");
            write(conn, answer.as_bytes()).await?;
        }
    }
    Ok(true)
}

async fn serve(mut conn: Conn, rounds: u32) -> Result<u32, Error> {
    let mut served = 0;
    while served < rounds {
        let request = read(&mut conn).await?;
        if request == "end" {
            break;
        }
        let answer = request.to_uppercase();
        write(&mut conn, answer.as_bytes()).await?;
        served += 1;
    }
    Ok(served)
}

async fn forward(host: &str) -> Result<usize, Error> {
    let page = connect(host).await?;
    drop(page);
    pause(1).await;
    Ok(host.len())
}

async fn sum(parts: Vec<u32>) -> u32 {
    let mut total = 0;
    for part in parts {
        pause(part).await;
        total += part;
    }
    total
}

pub fn all() -> usize {
    let mut conns = [Conn(String::new()), Conn(String::new())];
    let [from, to] = &mut conns;
    let copied = run(copy(from, to)).unwrap_or_default() + run(fetch("host", "path")).map_or(0, |page| page.len());
    let greeted = run(greet(from, Some("name"))).is_ok() && run(command(to)).is_ok();
    let reached = run(broadcast(&mut conns, String::new())) + run(forward("host")).unwrap_or_default();
    let cached = run(cached(&mut Vec::new(), "key")).map_or(0, |value| value.len());
    let served = run(retry("host", 2)).and_then(|conn| run(serve(conn, 2))).unwrap_or_default();
    copied + usize::from(greeted) + reached + cached + (served + run(sum(vec![1]))) as usize
}
