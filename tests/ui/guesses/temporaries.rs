//! Temporaries that live over a suspension point, though their names tell otherwise.
use visible_async::visible_async;

#[derive(PartialEq)]
struct Text(String);

impl Drop for Text {
    fn drop(&mut self) {}
}

impl Text {
    fn into_number(&self) -> u32 {
        1
    }

    fn expect(&self, _: &str) -> u32 {
        2
    }

    fn shown(&self) -> u32 {
        3
    }
}

const TEXT: Text = Text(String::new());

struct Unit;

impl Drop for Unit {
    fn drop(&mut self) {}
}

fn make() -> Text {
    Text(String::new())
}

fn both<A, B>(a: A, b: B) -> (A, B) {
    (a, b)
}

async fn tick() {}

#[visible_async]
async fn borrowed_by_consumers() -> u32 {
    let (n, ()) = both(make().into_number(), tick().await);
    let (m, ()) = both(make().expect("a number"), tick().await);
    n + m
}

#[visible_async]
async fn constants() -> bool {
    both(&Unit, tick().await);
    both(&TEXT, tick().await);
    both(TEXT.shown(), tick().await);
    TEXT == {
        tick().await;
        make()
    }
}

fn main() {}
