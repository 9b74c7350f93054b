//! A method that consumes by its name, and only borrows what something else looks at.
use std::cell::Cell;

use visible_async::visible_async;

struct Flag(Cell<bool>);

macro_rules! hidden {
    ($name:ident) => {
        impl Flag { fn $name(&self) -> bool { self.0.replace(true) } }
    };
}
hidden!(into_value);
async fn tick() {}

#[visible_async]
async fn seen_behind_it() -> bool {
    let x = Flag(Cell::new(false));
    let seen = &x.0;
    tick().await;
    let before = x.into_value();
    before != seen.get()
}

fn main() {}
