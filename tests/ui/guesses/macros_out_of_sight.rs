//! What a macro of another crate hides is an error where only rustc can follow it.
use visible_async::visible_async;
use visible_async_test_support::{compared, guarded, jumps};

async fn pause() {}

#[visible_async]
async fn guard_over_an_await() {
    guarded!("all");
    pause().await;
}

#[visible_async]
async fn several_statements() -> usize {
    let number = 1;
    compared!(number, 1);
    pause().await;
    number
}

#[visible_async]
async fn braces_end_the_guard() {
    {
        guarded!("block");
    }
    pause().await;
}

#[visible_async]
async fn break_without_a_label(mut rounds: usize) {
    loop {
        jumps!(break if rounds == 0);
        rounds -= 1;
        pause().await;
    }
}

#[visible_async]
async fn continue_without_a_label(mut rounds: usize) {
    while rounds > 0 {
        rounds -= 1;
        jumps!(continue if rounds == 2);
        pause().await;
    }
}

#[visible_async]
async fn break_out_of_a_loop_that_does_not_await(mut rounds: usize) {
    pause().await;
    loop {
        jumps!(break if rounds == 0);
        rounds -= 1;
    }
    pause().await;
}

fn main() {}
