// Before edition 2024, the locals of a block die before the temporaries of its tail: in the leaf future that the tail is, which may
// move or assign them as well.
use visible_async_test_support::prelude::*;

cases! {
    value_of_an_unsafe_block();
    literal_with_an_unsafe_block(log("given"));
    moved_after_an_await();
    moved_on_one_path(true);
    moved_on_one_path(false);
    assigned_in_a_tail();
    moved_and_assigned();
    three_bytes_and_more();
    many_words();
    tail_of_an_inner_block(true);
    tail_of_an_inner_block(false);
    nothing_to_hold();
}

fn both(first: &Log, second: Log) -> usize {
    first.len() + second.len()
}

#[visible_async]
async fn moved_after_an_await() -> usize {
    let held = log("held");
    held.touch("borrowed");
    both(&log("temporary"), load("first").await) + both(&log("other"), held)
}

#[visible_async]
async fn moved_on_one_path(moved: bool) -> usize {
    let held = log("held");
    let beside = log("beside");
    held.touch("borrowed");
    both(&log("temporary"), load("first").await) + if moved { held.finish() } else { beside.len() }
}

#[visible_async]
async fn assigned_in_a_tail() -> usize {
    let mut held = log("held");
    held.touch("borrowed");
    both(&log("temporary"), load("first").await) + {
        held = log("new");
        held.send("sent").await
    }
}

#[visible_async]
async fn moved_and_assigned() -> usize {
    let mut held = log("held");
    let view = &mut held;
    view.grow("+");
    both(&log("temporary"), load("first").await) + {
        drop(held);
        tick("moved").await;
        held = log("new");
        tick("assigned").await;
        held.len()
    }
}

struct Bytes([u8; 3], Log);

#[visible_async]
async fn three_bytes_and_more() -> usize {
    let bytes = Bytes([1, 2, 3], log("bytes"));
    let view = &bytes;
    view.1.touch("borrowed");
    log("temporary").send("x").await + view.0.len()
}

#[visible_async]
async fn many_words() -> usize {
    let large = ([0_u64; 64], log("large"));
    let view = &large;
    view.1.touch("borrowed");
    log("temporary").send("x").await + view.0.len()
}

#[visible_async]
async fn tail_of_an_inner_block(early: bool) -> usize {
    let outer = log("outer");
    let size = {
        let inner = log("inner");
        inner.touch("borrowed");
        match log("scrutinee").send("x").await {
            _ if early => return outer.len(),
            n => n + inner.finish(),
        }
    };
    tick("after").await;
    size + outer.len()
}

#[visible_async]
async fn nothing_to_hold() -> usize {
    let mut held = log("held");
    let lent = &mut held;
    tick("wait").await;
    let size = lent.grow("+").len();
    log("temporary").send(&size.to_string()).await + lent.len()
}

/// # Safety
/// Nothing to keep.
unsafe fn passed(log: Log) -> Log {
    log.touch("passed");
    log
}

async fn given_back(log: Log) -> Log {
    tick("given").await;
    log
}

#[visible_async]
async fn value_of_an_unsafe_block() -> usize {
    let kept = unsafe { passed(given_back((load("first").await, load("second").await).0).await) };
    tick("between").await;
    kept.len()
}

#[visible_async]
async fn literal_with_an_unsafe_block(given: Log) -> usize {
    let both = Pair {
        left: unsafe { passed(Pair { left: load("left").await, right: load("other").await }.left) },
        right: leaf("leaf", (given, log("right"))).await.1,
    };
    tick("between").await;
    both.left.len()
}
