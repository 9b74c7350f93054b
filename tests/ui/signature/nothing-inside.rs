use visible_async::visible_async;

struct Sync;

#[visible_async]
impl Sync {
    fn get(&self) -> u8 {
        1
    }
}

#[visible_async]
mod inside {
    pub fn get() -> u8 {
        2
    }
}

fn main() {
    let _ = (Sync.get(), inside::get());
}
