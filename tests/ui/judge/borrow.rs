//! rustc judges the user's own code, at its own place, and once.
use visible_async::visible_async;

#[visible_async]
async fn moved(text: String) -> (String, usize) {
    (text, text.len())
}

#[visible_async]
async fn other<'a>(a: &'a str, b: &str) -> &'a str {
    if a.is_empty() {
        return b;
    }
    b
}

#[visible_async]
async fn local(n: u8) -> &'static str {
    let text = n.to_string();
    &text
}

#[visible_async]
async fn immutable(text: String) {
    text.push('a');
}

#[visible_async]
async fn unsafe_call(at: *const u8) -> u8 {
    *at
}

struct Held(String);

impl Held {
    #[visible_async]
    pub async fn get(&self, other: &str) -> &str {
        other
    }

    #[visible_async]
    pub async fn set(&self) {
        self.0.clear();
    }

    #[visible_async]
    pub async fn own(self) {
        self.0.clear();
    }
}

fn main() {}
