// Closures with parameters that may move what they mention, and closures that borrow beside what only rustc knows to be `Copy`.
use visible_async_test_support::prelude::*;

cases! {
    unboxes_what_was_lent();
    moves_by_an_unknown_method(log("held"));
    borrows_by_an_unknown_method(log("held"));
    called_with_a_reference(log("held"));
    never_called(log("held"));
    assigned_afterwards(log("held"));
    number_beside_a_local_of_a_branch(true);
    number_beside_a_local_of_a_branch(false);
    number_in_an_argument();
    number_in_the_tail_of_an_arm();
    moved_beside_a_borrow(log("held"));
    in_a_loop();
    beside_a_block();
}

struct Step(Log);
impl Step {
    fn onward(self, more: &str) -> Step {
        Step(self.0.with(more))
    }
    fn peer(&self, more: &str) -> Step {
        Step(log(format!("{}.{more}", self.0.name())))
    }
}

/// Nothing tells what this gives.
fn given(size: usize) -> usize {
    ev("given", size)
}

fn size_of(log: Log, more: &str) -> usize {
    log.with(more).finish()
}

#[visible_async]
async fn unboxes_what_was_lent() -> usize {
    let held = Box::new(load("boxed").await);
    held.touch("lent");
    let merge = |more: &str| size_of(*held, more);
    tick("between").await;
    merge("+")
}

#[visible_async]
async fn moves_by_an_unknown_method(held: Log) -> usize {
    let step = Step(held);
    let other = log("other");
    let run = |more: &str| step.onward(more).0.len();
    tick("between").await;
    let size = run("+") + other.len();
    tick("after").await;
    size
}

#[visible_async]
async fn borrows_by_an_unknown_method(held: Log) -> usize {
    let step = Step(held);
    let other = log("other");
    let run = |more| step.peer(more).0.len();
    tick("between").await;
    let size = run("+") + other.len();
    tick("again").await;
    size + run("-")
}

#[visible_async]
async fn called_with_a_reference(held: Log) -> usize {
    let step = Step(held);
    let run = |more: &Log, size: usize| step.onward(more.name()).0.len() + size;
    let more = load("more").await;
    let size = run(&more, 1);
    tick("after").await;
    size
}

#[visible_async]
async fn never_called(held: Log) {
    let step = Step(held);
    let _last = log("last");
    let _run = |more: &str| step.onward(more).0.len();
    tick("after").await;
}

#[visible_async]
async fn assigned_afterwards(held: Log) -> usize {
    let mut step = Step(held);
    let run = |more: &str| step.onward(more).0.len();
    tick("between").await;
    let size = run("+");
    step = Step(load("new").await);
    tick("after").await;
    size + step.0.len()
}

#[visible_async]
async fn number_beside_a_local_of_a_branch(go: bool) -> bool {
    let size = given(3);
    tick("before").await;
    let found = matches!(
        if go && ready("item", true).await {
            let mut item = load("item").await;
            let mut sum = || {
                item.grow("+");
                size
            };
            let size = sum() + sum();
            Some(size).filter(|size| *size > 1)
        } else {
            Some(load("other").await.len())
        },
        Some(_)
    );
    tick("after").await;
    found
}

#[visible_async]
async fn number_in_an_argument() -> usize {
    let size = given(3);
    tick("before").await;
    let mut item = log("item");
    let all: usize = [1, 2]
        .into_iter()
        .map(|more| {
            item.grow("+");
            more + given(size)
        })
        .sum();
    drop(item);
    tick("after").await;
    all
}

#[visible_async]
async fn number_in_the_tail_of_an_arm() -> usize {
    let size = given(3);
    let name = match load("name").await.len() {
        0 => 0,
        _ => {
            let mut item = log("item");
            let mut sum = || {
                item.grow("+");
                size
            };
            sum()
        }
    };
    tick("after").await;
    name
}

#[visible_async]
async fn moved_beside_a_borrow(held: Log) -> usize {
    tick("before").await;
    let size = {
        let mut item = log("item");
        let sum = || {
            item.grow("+");
            held
        };
        let size = sum().len();
        item.len() + size
    };
    tick("after").await;
    size
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut all = 0;
    for _ in 0..2 {
        let size = given(3);
        tick("before").await;
        let mut item = log("item");
        let mut sum = || {
            item.grow("+");
            size
        };
        all += sum() + sum();
        drop(item);
    }
    all
}

#[visible_async]
async fn beside_a_block() -> usize {
    let size = given(3);
    tick("before").await;
    let mut item = log("item");
    let all = Some(1).map_or_else(
        || {
            item.grow("+");
            size
        },
        {
            let more = given(2);
            move |one| one + more
        },
    );
    drop(item);
    tick("after").await;
    all
}
