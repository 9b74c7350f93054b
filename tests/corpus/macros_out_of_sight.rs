// Macros of another crate that declare guards which nobody names, and macros of the file that call such ones.
use visible_async_test_support::prelude::*;

cases! {
    guard_after_the_last_await();
    guard_in_a_block();
    guard_at_the_end_of_a_block_that_awaits();
    guard_in_a_loop();
    guard_of_a_saved_value();
    guards_of_saved_values_in_a_block();
    guard_in_a_closure();
    guard_by_a_macro_of_the_file();
    guards_by_a_macro_of_the_file();
    expressions();
    expressions_with_awaits();
    swapped();
    jumps_by_another_macro(3);
    joined_by_a_macro_of_the_file();
    moved_unless_a_macro_breaks(true);
    moved_unless_a_macro_breaks(false);
    filled_unless_a_macro_goes_on(2);
    loop_that_a_macro_ends(2);
    moved_unless_a_macro_breaks_far(true);
    moved_unless_a_macro_breaks_far(false);
    macro_with_a_local_inside();
}

macro_rules! guarded_here {
    ($name:expr) => {
        guarded!($name)
    };
}

macro_rules! guarded_twice {
    ($name:expr) => {
        guarded!($name);
        guarded!($name)
    };
}

macro_rules! swap {
    ($a:ident, $b:ident) => {
        std::mem::swap(&mut $a, &mut $b)
    };
}

macro_rules! stop {
    ($n:expr) => {
        if $n == 0 {
            break;
        }
    };
}

macro_rules! stop_there {
    ($n:expr) => {
        stop!($n)
    };
}

macro_rules! both {
    ($a:expr, $b:expr) => {
        futures::join!($a, $b)
    };
}

#[visible_async]
async fn guard_after_the_last_await() -> usize {
    let held = load("held").await;
    tick("wait").await;
    guarded!("all");
    event("after".to_string());
    held.len()
}

#[visible_async]
async fn guard_in_a_block() -> usize {
    let held = load("held").await;
    {
        guarded!("block");
        event("inside".to_string());
    }
    tick("wait").await;
    if held.len() > 2 {
        guarded!("branch");
        event("inside".to_string());
    }
    tick("again").await;
    held.len()
}

#[visible_async]
async fn guard_at_the_end_of_a_block_that_awaits() -> usize {
    let held = log("held");
    {
        tick("wait").await;
        guarded!("block");
        event("inside".to_string());
    }
    event("outside".to_string());
    tick("again").await;
    held.len()
}

#[visible_async]
async fn guard_in_a_loop() -> usize {
    let mut rounds = 0;
    while rounds < 4 {
        tick("wait").await;
        guarded!(rounds);
        rounds += 1;
        if rounds == 2 {
            continue;
        }
        event("inside".to_string());
    }
    rounds
}

#[visible_async]
async fn guard_of_a_saved_value() -> usize {
    let held = load("held").await;
    tick("wait").await;
    watched!(held);
    event("after".to_string());
    held.len()
}

#[visible_async]
async fn guards_of_saved_values_in_a_block() -> usize {
    let (held, other) = (load("held").await, log("other"));
    if held.len() > 2 {
        watched!(held);
        watched! { other }
        event("inside".to_string());
    }
    tick("wait").await;
    held.len() + other.len()
}

#[visible_async]
async fn guard_in_a_closure() -> usize {
    let held = load("held").await;
    let show = |n: usize| {
        watched!(held);
        event("inside".to_string());
        n
    };
    let shown = show(1);
    tick("wait").await;
    shown + held.len()
}

#[visible_async]
async fn guard_by_a_macro_of_the_file() -> usize {
    let held = load("held").await;
    tick("wait").await;
    guarded_here!("all");
    event("after".to_string());
    held.len()
}

#[visible_async]
async fn guards_by_a_macro_of_the_file() -> usize {
    let held = load("held").await;
    guarded_twice!("all");
    tick("wait").await;
    event("after".to_string());
    held.len()
}

#[visible_async]
async fn expressions() -> usize {
    let held = load("held").await;
    noted!("begin");
    tick("wait").await;
    noted!(held);
    tick("again").await;
    noted! { held.name() }
    tick("more").await;
    noted!("end");
    held.finish()
}

#[visible_async]
async fn expressions_with_awaits() -> usize {
    let held = load("held").await;
    noted!(held.send("wait").await);
    noted!(load("end").await);
    held.finish()
}

#[visible_async]
async fn swapped() -> usize {
    let (mut a, mut b) = (load("a").await, load("bb").await);
    swap!(a, b);
    tick("wait").await;
    event(format!("{a} {b}"));
    a.len()
}

#[visible_async]
async fn jumps_by_another_macro(mut rounds: usize) -> usize {
    loop {
        let held = load("held").await;
        stop_there!(rounds);
        rounds -= 1;
        tick("wait").await;
        event(format!("{held}"));
    }
    rounds
}

#[visible_async]
async fn joined_by_a_macro_of_the_file() -> usize {
    let held = load("held").await;
    let (a, b) = both!(held.send("a"), load("b"));
    tick("wait").await;
    a + b.len() + held.len()
}

#[visible_async]
async fn moved_unless_a_macro_breaks(stops: bool) -> usize {
    let (held, other) = (log("held"), log("other"));
    tick("wait").await;
    loop {
        jumps!(break if stops);
        drop(held);
        break;
    }
    tick("again").await;
    other.len()
}

#[visible_async]
async fn filled_unless_a_macro_goes_on(rounds: usize) -> usize {
    let mut held = log("held");
    tick("wait").await;
    for round in 0..rounds {
        drop(held);
        held = log("new");
        jumps!(continue if round == 0);
        drop(held);
        held = log("newer");
    }
    tick("again").await;
    held.len()
}

#[visible_async]
async fn loop_that_a_macro_ends(mut rounds: usize) -> usize {
    let held = load("held").await;
    loop {
        jumps!(break if rounds == 0);
        rounds -= 1;
    }
    tick("again").await;
    held.len()
}

#[visible_async]
async fn moved_unless_a_macro_breaks_far(stops: bool) -> usize {
    let (held, other) = (log("held"), log("other"));
    tick("wait").await;
    'far: loop {
        for _ in 0..2 {
            jumps!(break 'far if stops);
        }
        drop(held);
        break;
    }
    tick("again").await;
    other.len()
}

#[visible_async]
async fn macro_with_a_local_inside() -> usize {
    let held = load("held").await;
    macro_rules! size {
        () => {
            held.len()
        };
    }
    let first = size!();
    tick("wait").await;
    first + size!()
}
