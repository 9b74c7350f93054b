//! Parts that are put back elsewhere, and that arms move which more than their guards tell apart.
use visible_async::visible_async;

async fn pause() {}

#[visible_async]
async fn told_apart(changes: bool, number: usize) -> usize {
    let mut page = (String::from("left"), String::from("right"), number);
    if changes {
        page.1 = String::from("new");
        pause().await;
    }
    match page {
        (left, _, 1) => {
            pause().await;
            left.len()
        }
        (_, right, _) => {
            pause().await;
            right.len()
        }
    }
}

fn main() {}
