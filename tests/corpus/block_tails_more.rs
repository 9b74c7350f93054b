// Tails of blocks that are operands, values of `let`s, bodies of loops, and of blocks that locals were moved in.
use visible_async_test_support::prelude::*;

cases! {
    matched_in_a_tail(true);
    matched_beside_an_await();
    for_in_tail();
    block_as_operand();
    block_with_receiver_as_operand();
    two_blocks_as_operands();
    maybe_moved_in_tail(true);
    maybe_moved_in_tail(false);
    part_moved_before_tail();
    short_circuit_in_tail();
    let_of_block();
    loop_body_tail();
    arm_tails(1);
    arm_tails(2);
    borrowed_local_in_tail();
    labelled_tail(true);
    labelled_tail(false);
    base_in_a_tail();
    base_in_a_block_tail();
    parts_of_a_base_in_a_tail();
    parts_of_a_base();
    plain_data_beside_a_tail(Some(log("other")));
    labelled_base(true);
    labelled_base(false);
    native_tail_of_a_label(true);
    native_tail_of_a_label(false);
}

fn pick(a: &Log, b: usize) -> usize {
    a.touch("picked");
    a.len() + b
}

fn forget(a: &Log, _: usize) {
    a.touch("forgotten");
}

#[visible_async]
async fn block_as_operand() -> usize {
    let held = log("held");
    pick(&log("left"), {
        let inner = log("inner");
        pick(&log("right"), inner.send("x").await)
    })
}

#[visible_async]
async fn block_with_receiver_as_operand() -> usize {
    let held = log("held");
    let size = pick(&log("left"), {
        let inner = log("inner");
        inner.clone().send("x").await
    });
    event("after");
    size + pick(&log("left"), {
        let inner = log("inner");
        inner.clone().send("y").await
    })
}

#[visible_async]
async fn two_blocks_as_operands() -> usize {
    let held = log("held");
    ({
        let inner = log("inner");
        pick(&log("a"), inner.send("x").await)
    }) + {
        let inner = log("other");
        pick(&log("b"), inner.send("y").await)
    }
}

#[visible_async]
async fn maybe_moved_in_tail(moved: bool) -> usize {
    let held = log("held");
    let given = log("given");
    if moved {
        let size = given.finish();
        tick("moved").await;
        event("moved");
    }
    held.clone().send("tail").await
}

#[visible_async]
async fn part_moved_before_tail() -> usize {
    let both = pair("both");
    let left = both.left;
    tick("between").await;
    left.clone().send("tail").await
}

#[visible_async]
async fn short_circuit_in_tail() -> bool {
    let held = log("held");
    pick(&log("left"), held.send("l").await) > 3 && held.clone().send("r").await > 3
}

#[visible_async]
async fn let_of_block() -> usize {
    let size = {
        let inner = log("inner");
        pick(&log("temporary"), inner.send("x").await)
    };
    let page = {
        let inner = log("second");
        inner.clone().fill("y").await.clone()
    };
    event("after");
    size + page.len()
}

#[visible_async]
async fn loop_body_tail() {
    let held = log("held");
    let mut n = 0;
    while n < 2 {
        n += 1;
        let inner = log("inner");
        forget(&log("temporary"), inner.clone().send("x").await)
    }
}

#[visible_async]
async fn arm_tails(n: u8) -> usize {
    let held = log("held");
    let size = match n {
        1 => {
            let inner = log("inner");
            pick(&log("temporary"), inner.send("x").await)
        }
        _ => {
            let inner = log("other");
            inner.clone().send("y").await
        }
    };
    event("after");
    size
}

#[visible_async]
async fn borrowed_local_in_tail() -> usize {
    let mut held = log("held");
    let view = &mut held;
    tick("w").await;
    let size = view.grow("+").len();
    held.clone().send(&size.to_string()).await
}

#[visible_async]
async fn labelled_tail(early: bool) -> usize {
    let held = log("held");
    let size = 'out: {
        let inner = log("inner");
        if early {
            break 'out inner.clone().send("early").await;
        }
        pick(&log("temporary"), inner.send("late").await)
    };
    event("after");
    size
}

#[visible_async]
async fn for_in_tail() {
    let held = log("held");
    for item in steps(&load("iterated").await.name()[..2], 2) {
        item.send(held.name()).await;
    }
}

#[visible_async]
async fn base_in_a_tail() -> Pair {
    let held = log("held");
    held.touch("x");
    Pair { left: load("left").await, ..leaf("base", pair("base")).await }
}

#[visible_async]
async fn base_in_a_block_tail() -> usize {
    let both = {
        let inner = log("inner");
        inner.touch("x");
        Pair { right: load("right").await, ..leaf("base", pair("base")).await }
    };
    tick("after").await;
    both.left.len()
}

#[visible_async]
async fn parts_of_a_base_in_a_tail() -> usize {
    let Pair { left, right } = {
        event("inside");
        Pair { left: load("left").await, ..Pair { left: load("gone").await, right: load("right").await } }
    };
    tick("after").await;
    left.len() + right.len()
}

#[visible_async]
async fn parts_of_a_base() -> usize {
    let Pair { left, .. } = Pair { left: load("left").await, ..leaf("base", pair("base")).await };
    tick("between").await;
    let Pair { left: mut other, right: _ } = {
        left.touch("in");
        Pair { left: load("other").await, ..leaf("late", pair("late")).await }
    };
    other.fill("after").await;
    left.len() + other.len()
}

#[visible_async]
async fn labelled_base(early: bool) -> usize {
    let Pair { left, right } = 'made: {
        if early {
            break 'made pair("early");
        }
        Pair { left: load("left").await, ..leaf("late", pair("late")).await }
    };
    tick("after").await;
    left.len() + right.len()
}

#[visible_async]
async fn plain_data_beside_a_tail(other: Option<Log>) -> Option<usize> {
    let first = load("first").await;
    let _same = !(first.name() == other?.name());
    tick("between").await;
    Some(pick(&log("temporary"), first.send("x").await))
}

async fn option(name: &str) -> Option<Log> {
    tick("option").await;
    Some(log(name))
}

#[visible_async]
async fn matched_in_a_tail(branch: bool) -> usize {
    let matched = if branch {
        let _held = load("held").await;
        matches!(option("temporary").await, Some(_))
    } else {
        false
    };
    tick("between").await;
    usize::from(matched)
}

#[visible_async]
async fn matched_beside_an_await() -> usize {
    let sizes = [usize::from(matches!(Some(log("temporary")), Some(_))), load("other").await.len()];
    tick("between").await;
    sizes[0] + sizes[1]
}

// Up to edition 2021 the temporary of the tail outlives the locals of a labelled block as well.
#[visible_async]
async fn native_tail_of_a_label(early: bool) -> usize {
    let size = 'out: {
        let _held = log("held");
        tick("wait").await;
        {
            event("inner");
            if early {
                break 'out 2;
            }
            log("temporary").len()
        }
    };
    tick("end").await;
    size
}
