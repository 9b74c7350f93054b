//! Several machines in every order.
use super::*;
use std::cell::{Cell, RefCell};
use visible_async::driver::{Schedule, boxed, interleave, panic_at, replay};

#[visible_async]
async fn note(notes: &RefCell<String>, name: char) -> char {
    notes.borrow_mut().push(name);
    pending_n_times(1, ()).await;
    notes.borrow_mut().push(name);
    name
}

#[test]
fn every_order_once() {
    let notes = RefCell::new(String::new());
    let mut seen = Vec::new();
    let make = || {
        notes.take();
        ['a', 'b'].map(|name| boxed(note(&notes, name)))
    };
    let orders = interleave(100, make, |outputs| {
        assert_eq!(outputs, ['a', 'b']);
        seen.push(notes.borrow().clone());
    });
    let orders = orders.expect("no failure");
    assert_eq!((orders.tried, orders.complete), (6, true));
    assert_eq!(seen, ["aabb", "abab", "abba", "baab", "baba", "bbaa"]);
}

#[test]
fn a_bound_is_kept() {
    let notes = RefCell::new(String::new());
    let orders = interleave(4, || ['a', 'b'].map(|name| boxed(note(&notes, name))), drop).expect("no failure");
    assert_eq!((orders.tried, orders.complete), (4, false));
    let orders = interleave(0, || [boxed(empty())], drop).expect("no failure");
    assert_eq!((orders.tried, orders.complete), (0, false));
    let orders =
        interleave(5, Vec::<visible_async::driver::Boxed<'_, ()>>::new, |none| assert!(none.is_empty())).expect("no failure");
    assert_eq!((orders.tried, orders.complete), (1, true));
}

/// Loses what the other adds meanwhile.
#[visible_async]
async fn add(total: &Cell<u32>) {
    let before = total.get();
    pending_n_times(1, ()).await;
    total.set(before + 1);
}

#[test]
fn a_failing_order_is_told_and_replayed() {
    let total = Cell::new(0);
    let make = || {
        total.set(0);
        [boxed(add(&total)), boxed(add(&total))]
    };
    let failure = interleave(100, make, |_| assert_eq!(total.get(), 2, "lost")).expect_err("a race");
    let text = failure.to_string();
    assert!(text.starts_with("polled in the order 0.1.0.1: the check panicked: "), "{text}");
    assert!(text.contains("machine 1:\n1: Start -> AwaitPendingNTimes (pending, woken)\n2: "), "{text}");
    let schedule: Schedule = failure.schedule.to_string().parse().expect("a schedule");
    assert_eq!(replay(&schedule, make, |_| assert_eq!(total.get(), 2, "lost")), Err(failure));
    let good: Schedule = "0.0.1".parse().expect("a schedule");
    assert_eq!(replay(&good, make, |_| assert_eq!(total.get(), 2)), Ok(()));
}

#[test]
fn schedules_that_do_not_fit_are_told() {
    let total = Cell::new(0);
    for (text, number) in [("0.0.0", 0), ("2", 2)] {
        let schedule: Schedule = text.parse().expect("a schedule");
        let failure = replay(&schedule, || [boxed(add(&total)), boxed(add(&total))], drop).expect_err("a bad schedule");
        let expected = format!("the schedule polls machine {number} then, which is not there, has ended or is not woken");
        assert_eq!(failure.reason, expected);
    }
    assert!("0..1".parse::<Schedule>().is_err());
    assert_eq!("".parse::<Schedule>(), Ok(Schedule::default()));
}

#[visible_async]
async fn fails() -> u8 {
    panic_at(2).await;
    0
}

#[test]
fn panics_and_lost_wakes_are_failures() {
    let failure = interleave(10, || [boxed(fails()), boxed(stuck())], drop).expect_err("a panic");
    assert_eq!(failure.schedule.to_string(), "0.0");
    assert!(failure.reason.starts_with("machine 0: `fails` panicked, polled in AwaitPanicAt"), "{failure}");
    let failure = interleave(10, || [boxed(stuck()), boxed(stuck())], drop).expect_err("no wake");
    assert!(failure.reason.starts_with("nobody is woken: machine 0, `stuck`, in AwaitPending at "), "{failure}");
}
