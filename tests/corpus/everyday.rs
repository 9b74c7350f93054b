// Everyday code: what a service, a client, a parser, a worker look like.
use std::collections::BTreeMap;
use visible_async_test_support::prelude::*;

cases! {
    fetch(String::from("host/path"), 2);
    fetch(String::from("bad"), 1);
    serve_requests();
    retry_with_backoff(1);
    retry_with_backoff(5);
    parse_config("name = demo\n# note\nlevel=3\n\n");
    parse_config("broken");
    cached_lookup();
    worker_loop();
    transaction(true);
    transaction(false);
    copy_stream();
    paginate();
    tree_walk();
}

#[derive(Debug)]
struct Connection {
    url: Log,
    open: bool,
}

impl Connection {
    async fn open(url: &str) -> Result<Self, ReadError> {
        let url = fail(url, url == "bad").await?;
        Ok(Self { url, open: true })
    }

    async fn query(&mut self, text: &str) -> Result<Vec<usize>, ReadError> {
        let size = self.url.send(text).await;
        Ok((0..2).map(|n| n + size).collect())
    }

    async fn close(mut self) -> usize {
        self.open = false;
        tick("close").await;
        self.url.len()
    }
}

#[visible_async]
async fn fetch(url: String, n: u8) -> Result<usize, AppError> {
    let mut page = Connection::open(&url).await?;
    for i in 0..n {
        let rows = page.query(&i.to_string()).await?;
        event(format!("{rows:?}"));
    }
    Ok(page.close().await + url.len())
}

#[visible_async]
async fn serve_requests() -> BTreeMap<&'static str, usize> {
    let mut hits = BTreeMap::new();
    let mut queue = vec![("get", log("r1")), ("put", log("r2")), ("quit", log("r3")), ("get", log("r4"))];
    queue.reverse();
    while let Some((verb, request)) = queue.pop() {
        let size = match verb {
            "get" => request.send("body").await,
            "put" => {
                let stored = load("stored").await;
                stored.len() + request.finish()
            }
            "quit" => break,
            _ => continue,
        };
        *hits.entry(verb).or_insert(0) += size;
    }
    hits.remove("put");
    hits
}

#[visible_async]
async fn retry_with_backoff(failures: usize) -> Result<Log, AppError> {
    let mut delay = 1;
    let mut last = None;
    for attempt in 0..3 {
        match fail("request", attempt < failures).await {
            Ok(reply) => return Ok(reply),
            Err(error) => {
                event(format!("attempt {attempt} failed: {error}, waiting {delay}"));
                last = Some(error);
            }
        }
        for _ in 0..delay {
            tick("sleep").await;
        }
        delay *= 2;
    }
    Err(last.expect("at least one failure").into())
}

#[visible_async]
async fn parse_config(text: &str) -> Result<Vec<(String, Log)>, String> {
    let mut entries = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            let partial = entries.len();
            return Err(format!("line {}: no '=' in {line:?} after {partial} entries", number + 1));
        };
        let value = load(value.trim()).await;
        entries.push((key.trim().to_owned(), value));
    }
    Ok(entries)
}

#[visible_async]
async fn cached_lookup() -> usize {
    let mut cache: BTreeMap<String, Log> = BTreeMap::new();
    let mut total = 0;
    for key in ["a", "b", "a"] {
        if !cache.contains_key(key) {
            let fresh = load(key).await;
            cache.insert(key.to_string(), fresh);
        }
        let entry = &cache[key];
        total += entry.send("hit").await;
    }
    let mut rest: Vec<_> = cache.into_values().collect();
    rest.sort_by(|a, b| a.partial_cmp(b).unwrap());
    total + rest.len()
}

#[visible_async]
async fn worker_loop() -> Vec<String> {
    let mut done = Vec::new();
    let mut jobs = steps("job", 3).peekable();
    while let Some(job) = jobs.next() {
        let last = jobs.peek().is_none();
        let label = if last { "last" } else { "next" };
        job.send(label).await;
        done.push(format!("{job}:{label}"));
    }
    done
}

#[derive(Debug)]
struct Transaction<'c> {
    connection: &'c mut Connection,
    committed: bool,
}

impl<'c> Transaction<'c> {
    fn begin(connection: &'c mut Connection) -> Self {
        event("begin");
        Self { connection, committed: false }
    }

    async fn write(&mut self, what: &str) -> Result<usize, ReadError> {
        Ok(self.connection.query(what).await?.len())
    }

    async fn commit(mut self) -> Result<(), ReadError> {
        tick("commit").await;
        self.committed = true;
        Ok(())
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        event(if self.committed { "committed" } else { "rolled back" });
    }
}

#[visible_async]
async fn transaction(good: bool) -> Result<usize, AppError> {
    let mut connection = Connection::open("db").await?;
    let mut transaction = Transaction::begin(&mut connection);
    let written = transaction.write("row").await? + transaction.write("other").await?;
    if !good {
        return Err(log("refused").into());
    }
    transaction.commit().await?;
    Ok(written + connection.close().await)
}

#[visible_async]
async fn copy_stream() -> usize {
    let source = [1_u8, 2, 3, 4, 5];
    let sink = &mut Vec::new();
    let mut buffer = [0; 2];
    let mut at = 0;
    let held = log("held");
    loop {
        let n = leaf("read", buffer.len().min(source.len() - at)).await;
        if n == 0 {
            break;
        }
        buffer[..n].copy_from_slice(&source[at..at + n]);
        sink.extend_from_slice(&buffer[..n]);
        tick("write").await;
        at += n;
    }
    sink.len() + held.finish()
}

#[visible_async]
async fn paginate() -> Vec<Log> {
    let mut all = Vec::new();
    let mut cursor = Some(0);
    while let Some(page) = cursor {
        let (items, next) = leaf("page", (steps("i", 2), (page < 1).then_some(page + 1))).await;
        all.extend(items);
        cursor = next;
    }
    all
}

#[derive(Debug)]
struct Node {
    name: Log,
    children: Vec<Node>,
}

fn node(name: &str, children: Vec<Node>) -> Node {
    Node { name: log(name), children }
}

#[visible_async]
async fn tree_walk() -> Vec<String> {
    let root = node("root", vec![node("a", vec![node("b", vec![])]), node("c", vec![])]);
    let mut pending = vec![(&root, 0)];
    let mut lines = Vec::new();
    while let Some((Node { name, children }, depth)) = pending.pop() {
        name.send("visit").await;
        lines.push(format!("{:depth$}{name}", ""));
        pending.extend(children.iter().rev().map(|child| (child, depth + 1)));
    }
    lines
}
