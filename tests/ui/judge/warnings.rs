//! rustc judges the user's own code, at its own place, and once.
#![deny(warnings)]
use visible_async::visible_async;

#[visible_async]
async fn unused(argument: u8, (a, b): (u8, u8), #[allow(unused_variables)] silent: u8) {
    let local = 1;
    let mut unchanged = a;
    std::fmt::format(format_args!("{}", unchanged)).parse::<u8>();
    return;
    drop(2);
}

#[visible_async]
async fn mutable(mut n: u8) -> u8 {
    n
}

#[visible_async]
async unsafe fn operation(at: *const u8) -> u8 {
    *at
}

struct Held(u8);

impl Held {
    #[visible_async]
    pub async fn get(mut self) -> u8 {
        self.0
    }
}

#[visible_async]
pub async fn never_used() {}

fn main() {
    unused(1, (2, 3), 4);
    drop((mutable(1), Held(1).get(), unsafe { operation(&1) }));
}
