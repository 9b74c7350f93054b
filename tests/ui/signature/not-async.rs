use visible_async::visible_async;

#[visible_async]
fn plain(n: u8) -> u8 {
    n
}

struct Counter(u8);

impl Counter {
    #[visible_async]
    pub fn get(&self) -> u8 {
        self.0
    }
}

fn main() {
    let _ = plain(Counter(1).get());
}
