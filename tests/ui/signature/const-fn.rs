use visible_async::visible_async;

#[visible_async]
const fn plain(n: u8) -> u8 {
    n
}

#[visible_async]
const async fn both(n: u8) -> u8 {
    n
}

fn main() {
    let _ = plain(1);
    drop(both(1));
}
