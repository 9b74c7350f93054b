//! rustc judges the user's own code, at its own place, and once.
use visible_async::visible_async;

#[visible_async]
async fn tail(n: u8) -> u32 {
    n
}

#[visible_async]
async fn early(n: u8) -> u32 {
    if n == 1 {
        return "one";
    }
    let text: String = n;
    2
}

#[visible_async]
async fn unit() {
    3
}

#[visible_async]
async fn question(text: &str) -> Result<u8, std::fmt::Error> {
    Ok(text.parse::<u8>()?)
}

#[visible_async]
async fn shown() -> impl std::fmt::Display {
    vec![1]
}

#[visible_async]
async fn refutable(Some(n): Option<u8>) -> u8 {
    n
}

#[visible_async]
async fn forever() -> ! {}

#[visible_async]
async fn unknown(n: Missing) -> u8 {
    n.missing()
}

#[visible_async]
async fn ambiguous(a: &str, b: &str) -> &str {
    a
}

fn main() {}
