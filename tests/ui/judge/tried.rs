//! The value of a `?` that has the wrong type, branches of which one has: rustc says so once.
use visible_async::visible_async;

async fn name() -> Result<String, ()> {
    Ok(String::new())
}

async fn count() -> u64 {
    1
}

fn take(_: u16) {}

struct Port {
    number: u16,
}

#[visible_async]
async fn declared() -> Result<(), ()> {
    let port: u16 = name().await?;
    drop(port);
    Ok(())
}

#[visible_async]
async fn argument() -> Result<(), ()> {
    take(name().await?);
    drop(Port { number: name().await? });
    Ok(())
}

#[visible_async]
async fn assigned(mut port: u16) -> Result<(), ()> {
    port = name().await?;
    count().await;
    drop(port);
    Ok(())
}

#[visible_async]
async fn condition() -> Result<(), ()> {
    if name().await? {
        count().await;
    }
    Ok(())
}

#[visible_async]
async fn last() -> Result<u16, ()> {
    Ok(name().await?)
}

#[visible_async]
async fn returned(early: bool) -> Result<u16, ()> {
    if early {
        return Ok(name().await?);
    }
    Ok(1)
}

#[visible_async]
async fn branch(ready: bool) -> u16 {
    if ready { count().await } else { 1 }
}

#[visible_async]
async fn arm(ready: bool) -> u16 {
    match ready {
        true => count().await,
        false => 1,
    }
}

#[visible_async]
async fn declared_branch(ready: bool) {
    let port: u16 = if ready { count().await } else { 1 };
    count().await;
    drop(port);
}

fn main() {}
