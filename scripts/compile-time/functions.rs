#[visible_async]
pub async fn fetch_NUMBER(url: &str, tries: u32) -> Result<Page, Error> {
    let mut delay = 1;
    for attempt in 0..tries {
        let reply = request(url, attempt).await;
        match reply {
            Ok(body) if body.is_empty() => continue,
            Ok(body) => return Ok(Page { body, attempt }),
            Err(error) if error.fatal => return Err(error),
            Err(_) => pause(delay).await,
        }
        delay *= 2;
    }
    Err(Error { fatal: false, text: format!("{url}: gave up after {tries} tries") })
}

#[visible_async]
pub async fn serve_NUMBER(mut stream: Stream, limit: usize) -> Result<usize, Error> {
    let mut total = 0;
    let mut buffer = vec![0; 512];
    loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 || total > limit {
            break;
        }
        total += count;
        let line = String::from_utf8_lossy(&buffer[..count]).into_owned();
        if let Some(name) = line.strip_prefix("hello ") {
            stream.write(name.trim().as_bytes()).await?;
        } else {
            stream.write(b"?").await?;
        }
    }
    stream.flush().await?;
    Ok(total)
}

#[visible_async]
pub async fn copy_NUMBER(from: &mut Stream, to: &mut Stream) -> Result<u64, Error> {
    let mut buffer = [0; 64];
    let mut copied = 0;
    while let Some(count) = from.next_chunk(&mut buffer).await? {
        let chunk = &buffer[..count];
        to.write(chunk).await?;
        copied += count as u64;
        if copied % 4096 == 0 {
            to.flush().await?;
        }
    }
    Ok(copied)
}

#[visible_async]
pub async fn sum_NUMBER<T: Into<u64> + Copy>(values: &[T], cache: &Cache) -> u64 {
    let mut sum = 0;
    for (index, value) in values.iter().enumerate() {
        let known = cache.get(index as u64).await;
        let number: u64 = (*value).into();
        sum += match known {
            Some(known) => known.max(number),
            None => {
                cache.put(index as u64, number).await;
                number
            }
        };
    }
    sum
}

#[visible_async]
pub async fn login_NUMBER(store: &Cache, user: String, password: &str) -> Result<String, Error> {
    let id = store.find(&user).await.ok_or_else(|| Error::new("no such user"))?;
    let salt = store.get(id).await.unwrap_or_default();
    let hash = password.bytes().fold(salt, |hash, byte| hash.rotate_left(5) ^ u64::from(byte));
    let expected = store.get(id + 1).await;
    if expected != Some(hash) {
        pause(1).await;
        return Err(Error::new("wrong password"));
    }
    let token = format!("{user}-{hash:x}");
    store.put(hash, id).await;
    Ok(token)
}

#[visible_async]
pub async fn report_NUMBER(pages: Vec<Page>) -> Result<String, Error> {
    let mut text = String::new();
    let mut failed = Vec::new();
    for page in pages {
        let Some(first) = page.body.lines().next() else {
            failed.push(page.attempt);
            continue;
        };
        let translated = request(first, page.attempt).await?;
        text.push_str(&translated);
        text.push('\n');
    }
    if !failed.is_empty() {
        let note = request("failed", failed.len() as u32).await?;
        text.insert_str(0, &note);
    }
    Ok(text)
}

#[visible_async]
pub async fn chain_NUMBER(cache: &Cache, key: u64) -> Option<u64> {
    let first = cache.get(key).await?;
    let second = cache.get(first).await?;
    let third = cache.get(first + second).await.unwrap_or(second);
    let (low, high) = if third > second { (second, third) } else { (third, second) };
    cache.put(low, high).await;
    let again = cache.get(low).await?;
    Some(again.wrapping_sub(high).wrapping_add(cache.get(key + 1).await.unwrap_or(0)))
}

#[visible_async]
pub async fn poll_NUMBER(cache: &Cache, stop: &dyn Fn() -> bool) -> Vec<u64> {
    let mut seen = Vec::new();
    let mut key = 0;
    while !stop() {
        if let Some(value) = cache.get(key).await {
            seen.push(value);
            key = value;
        } else {
            pause(3).await;
            key += 1;
        }
    }
    seen.sort_unstable();
    seen
}

#[visible_async]
pub async fn state_NUMBER(mut events: Stream, cache: &Cache) -> Result<State, Error> {
    let mut state = State::Idle;
    let mut line = [0; 32];
    while !matches!(state, State::Closed) {
        let count = events.read(&mut line).await?;
        let first = line[..count].first().copied();
        state = match (state, first) {
            (_, None) => State::Closed,
            (State::Idle, Some(b'o')) => {
                let key = cache.find("open").await.unwrap_or(1);
                State::Open(key)
            }
            (State::Open(key), Some(digit)) => {
                cache.put(key, u64::from(digit)).await;
                State::Open(key + 1)
            }
            (other, _) => other,
        };
    }
    Ok(state)
}

#[visible_async]
pub async fn simple_NUMBER(name: String) -> String {
    let page = request(&name, 0).await;
    let text = match page {
        Ok(text) => text,
        Err(error) => error.text,
    };
    let decorated = format!("<{text}>");
    pause(text.len() as u32).await;
    decorated
}
