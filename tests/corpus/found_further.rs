// More of what random functions have found (see tests/generate.rs).
use visible_async_test_support::prelude::*;

cases! {
    captured_field_is_assigned(pair("both"));
    captured_fields_come_back_on_a_path(true);
    captured_fields_come_back_on_a_path(false);
    captured_in_a_loop(1);
    captured_in_a_loop(3);
    captured_number_is_assigned();
    block_that_borrows_is_there_at_a_macro(true);
    block_that_borrows_is_there_at_a_macro(false);
    field_renewed_by_a_loop(queue());
    number_beside_a_borrow_in_a_closure();
    block_moves_what_is_assigned_anew(true);
    block_moves_what_is_assigned_anew(false);
    call_moves_what_is_assigned_anew(true);
    call_moves_what_is_assigned_anew(false);
    call_borrows_what_is_assigned_anew();
    moved_and_assigned_in_a_loop(2);
    assigned_on_a_path(true);
    assigned_on_a_path(false);
}

#[visible_async]
async fn block_moves_what_is_assigned_anew(runs: bool) -> Log {
    let mut row = log("row");
    let beside = log("beside");
    let work = async { row.munch() };
    if runs {
        work.await;
    }
    tick("between").await;
    row = load("new").await;
    tick("after").await;
    row
}

#[visible_async]
async fn call_moves_what_is_assigned_anew(good: bool) -> Result<usize, ReadError> {
    let mut row = log("row");
    let beside = log("beside");
    let size = row.munch();
    tick("between").await;
    row = fail("new", !good).await?;
    tick("after").await;
    Ok(size + row.len())
}

#[visible_async]
async fn call_borrows_what_is_assigned_anew() -> usize {
    let mut row = log("row");
    let beside = log("beside");
    let size = row.nibble();
    tick("between").await;
    row = log("new");
    tick("after").await;
    size + row.len()
}

#[visible_async]
async fn moved_and_assigned_in_a_loop(count: usize) -> usize {
    let mut row = log("row");
    let beside = log("beside");
    for n in 0.. {
        row.munch();
        tick("between").await;
        if n == count {
            break;
        }
        row = log(format!("new {n}"));
        tick("after").await;
    }
    beside.len()
}

#[visible_async]
async fn assigned_on_a_path(again: bool) -> usize {
    let mut row = log("row");
    let beside = log("beside");
    row.nibble();
    tick("between").await;
    if again {
        row = log("new");
        tick("assigned").await;
    }
    tick("after").await;
    beside.len()
}

macro_rules! looked {
    ($value:expr) => {
        $value.len()
    };
}

macro_rules! chosen {
    ($($value:expr),*) => {
        0 $(+ $value)*
    };
}

struct Deep {
    number: usize,
    both: Pair,
    boxed: Box<Pair>,
}

fn deep() -> Deep {
    Deep { number: 1, both: pair("both"), boxed: Box::new(pair("boxed")) }
}

#[visible_async]
async fn captured_field_is_assigned(mut row: Pair) -> Pair {
    let work = async move { [row.right, row.left] };
    row.left = log("new");
    tick("between").await;
    let [right, old] = work.await;
    tick("after").await;
    row.right = right;
    row
}

#[visible_async]
async fn captured_fields_come_back_on_a_path(back: bool) -> usize {
    let mut deep = deep();
    let work = move || deep.both.left.len() + deep.boxed.right.len();
    tick("made").await;
    if back {
        deep.both = pair("new");
        tick("between").await;
    }
    tick("after").await;
    if back {
        deep.boxed = Box::new(pair("new box"));
    }
    tick("last").await;
    work() + deep.both.right.len() + deep.number
}

#[visible_async]
async fn captured_in_a_loop(count: usize) -> usize {
    let mut deep = deep();
    for n in 0..3 {
        let work = move || deep.both.left.len() + deep.boxed.right.len();
        tick("made").await;
        deep.both.left = load("new").await;
        if n == count {
            break;
        }
        deep.boxed = Box::new(pair("new box"));
        tick("between").await;
        work();
    }
    deep.both.right.len()
}

#[visible_async]
async fn captured_number_is_assigned() -> usize {
    let mut deep = deep();
    let work = move || deep.number + 1;
    deep.number = deep.number + 2;
    tick("between").await;
    work() + deep.number + deep.both.left.len()
}

#[visible_async]
async fn block_that_borrows_is_there_at_a_macro(runs: bool) -> usize {
    let both = pair("both");
    both.right.send("right").await;
    let work = async {
        tick("work").await;
        both.left.len()
    };
    if runs {
        work.await;
        return looked!(both.right);
    }
    looked!(both.left)
}

struct Job {
    name: Log,
    next: Option<Box<Job>>,
}

pub struct Queue {
    first: Option<Box<Job>>,
}

fn queue() -> Queue {
    let second = Job { name: log("second"), next: None };
    Queue { first: Some(Box::new(Job { name: log("first"), next: Some(Box::new(second)) })) }
}

#[visible_async]
async fn field_renewed_by_a_loop(given: Queue) -> usize {
    let mut queue = given;
    let mut sum = 0;
    while let Some(job) = queue.first.take() {
        queue.first = job.next;
        sum += job.name.send("name").await;
    }
    sum
}

#[visible_async]
async fn number_beside_a_borrow_in_a_closure() -> usize {
    let size = {
        let number: usize = load("number").await.len();
        let (_, lent) = leaf("two", (log("one"), log("two"))).await;
        let work = || chosen!([1, number][0], lent.len(), [number, 2][0]);
        work()
    };
    tick("after").await;
    size
}
