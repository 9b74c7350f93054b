//! Types of other files that are called like one here whose field is a box: what is none is not taken out of one.
use std::{
    cell::{Ref, RefCell},
    sync::Arc,
};

use visible_async::visible_async;

mod own {
    pub struct Reverse(pub Box<u32>);
}

async fn tick() {}

#[visible_async]
async fn shared(x: std::cmp::Reverse<Arc<u32>>) -> u32 {
    let std::cmp::Reverse(inner) = x;
    tick().await;
    let n = *inner;
    tick().await;
    n
}

#[visible_async]
async fn guarded(x: &RefCell<u32>) -> u32 {
    let std::cmp::Reverse(inner): std::cmp::Reverse<Ref<'_, u32>> = std::cmp::Reverse(x.borrow());
    tick().await;
    let _lent = &inner;
    let n = *inner;
    tick().await;
    n
}

#[visible_async]
async fn in_parts(x: std::cmp::Reverse<Arc<(u32, u32)>>) -> u32 {
    let std::cmp::Reverse(inner) = x;
    tick().await;
    let (n, _) = *inner;
    tick().await;
    n
}

// A reference is none either, but nothing happens to it.
#[visible_async]
async fn reference(x: std::cmp::Reverse<&u32>) -> u32 {
    let std::cmp::Reverse(inner) = x;
    tick().await;
    let n = *inner;
    tick().await;
    n
}

fn main() {
    drop(own::Reverse(Box::new(3)));
}
