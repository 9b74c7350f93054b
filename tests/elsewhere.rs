//! Macros of another file of the crate: what their calls hide is looked up there.
#[macro_use]
#[path = "elsewhere/given.rs"]
mod given;

use futures::executor::block_on;
use std::future::ready;
use visible_async::{VisibleFuture, visible_async};

#[visible_async]
async fn leaves(number: u8) -> Result<u8, String> {
    let doubled = ready(number * 2).await;
    if doubled > 10 {
        fail!("too large");
    }
    Ok(ready(doubled).await + 1)
}

#[visible_async]
async fn waits(number: u8) -> u8 {
    let text = number.to_string();
    let first = twice!(ready(number));
    first + twice!(ready(text.len() as u8))
}

#[visible_async]
async fn wants_a_name(text: String) -> usize {
    ready(()).await;
    let size = size_of!(text, text.len() + 1);
    ready(()).await;
    size + text.len()
}

#[test]
fn what_they_hide() {
    assert_eq!(block_on(leaves(3)), Ok(7));
    assert_eq!(block_on(leaves(6)), Err("too large".to_owned()));
    assert_eq!(block_on(waits(4)), 10);
    assert_eq!(block_on(wants_a_name("abc".to_owned())), 10);
}

#[test]
fn states() {
    assert_eq!(leaves(3).state().name, "Opaque");
    assert_eq!(waits(3).state().name, "Start");
}
