#![deny(missing_docs)]
//! What the attribute adds to the documentation does not count as such.
use visible_async::visible_async;

#[visible_async]
pub async fn undocumented() {
    std::future::ready(()).await;
}

/// Documented.
#[visible_async(doc)]
pub async fn documented() {
    std::future::ready(()).await;
}

fn main() {
    drop((undocumented(), documented()));
}
