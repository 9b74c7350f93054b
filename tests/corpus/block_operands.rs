// Blocks that are operands of what waits later: up to edition 2021 what their tails leave behind lives as long as the operation.
use visible_async_test_support::prelude::*;

cases! {
    part_of_a_waiting_temporary(true);
    part_of_a_waiting_temporary(false);
    part_of_a_native_temporary();
    part_in_a_block_without_statements();
    part_in_the_last_operand();
    temporary_lent_in_a_tail();
    nested_blocks();
    branch_as_operand(true);
    branch_as_operand(false);
    native_block();
}

fn both(left: Log, right: &Log) -> usize {
    left.touch("compared");
    left.len() + right.len()
}

/// # Safety
/// None is asked for.
unsafe fn pick(left: Log, right: &Log) -> usize {
    both(left, right)
}

fn sum(left: usize, right: usize) -> usize {
    event("sum");
    left + right
}

#[visible_async]
async fn part_of_a_waiting_temporary(leaves: bool) -> usize {
    let size = both(
        'block: {
            let first = load("first").await;
            if leaves && first.len() > 3 {
                break 'block log("other");
            }
            Pair { left: load("left").await, right: log("right") }.right
        },
        &load("last").await,
    );
    tick("after").await;
    size
}

#[visible_async]
async fn part_of_a_native_temporary() -> usize {
    let size = both(
        {
            let first = load("first").await;
            first.touch("touched");
            pair("p").right
        },
        &load("last").await,
    );
    tick("after").await;
    size
}

#[visible_async]
async fn part_in_a_block_without_statements() -> usize {
    #[allow(unused_braces)]
    let size = both({ Pair { left: load("left").await, right: log("right") }.right }, &load("last").await);
    tick("after").await;
    size
}

#[visible_async]
async fn part_in_the_last_operand() -> usize {
    let held = log("held");
    let size = sum(held.len(), {
        let first = load("first").await;
        first.touch("touched");
        Pair { left: load("left").await, right: log("right") }.right.len()
    });
    tick("after").await;
    size
}

#[visible_async]
async fn temporary_lent_in_a_tail() -> usize {
    let size = sum(
        {
            let first = load("first").await;
            both(load("moved").await, &first) + both(log("native"), &log("lent"))
        },
        load("last").await.len(),
    );
    tick("after").await;
    size
}

#[visible_async]
async fn nested_blocks() -> usize {
    let size = sum(
        {
            let first = load("first").await;
            {
                let second = log("second");
                both(Pair { left: load("left").await, right: first }.right, &second)
            }
        },
        {
            let third = load("third").await;
            unsafe { pick(pair("q").left, &third) }
        },
    );
    tick("after").await;
    size
}

#[visible_async]
async fn branch_as_operand(which: bool) -> usize {
    let size = both(
        if which {
            let first = load("first").await;
            first.touch("touched");
            pair("p").right
        } else {
            Pair { left: load("left").await, right: log("right") }.right
        },
        &load("last").await,
    );
    tick("after").await;
    size
}

#[visible_async]
async fn native_block() -> usize {
    let size = both(
        {
            let first = log("first");
            first.touch("touched");
            pair("p").right
        },
        &load("last").await,
    );
    tick("after").await;
    size
}
