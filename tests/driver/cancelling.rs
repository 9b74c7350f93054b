//! Machines that are dropped where they wait.
use super::*;
use std::cell::RefCell;
use visible_async::driver::{DriveError, cancel_at_every_await, panic_at};

/// Notes its drop.
#[derive(Debug)]
struct Noted<'a>(&'a RefCell<Vec<&'static str>>, &'static str);

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

#[visible_async]
async fn transfer(notes: &RefCell<Vec<&'static str>>) -> u32 {
    let _connection = Noted(notes, "connection");
    let mut total = connect(2).await;
    for n in 0..2 {
        let _lock = Noted(notes, "lock");
        total += fill(1, n).await;
    }
    total
}

#[test]
fn each_suspension_in_turn() -> Result<(), DriveError> {
    let notes = RefCell::default();
    let mut reports = Vec::new();
    let dropped = cancel_at_every_await(
        || transfer(&notes),
        |report| {
            let alive: Vec<_> = report.locals.iter().map(|local| local.name).collect();
            reports.push((report.state.name, alive.contains(&"_lock"), report.history.len(), notes.take()));
        },
    )?;
    let (lock, both) = (vec!["connection"], vec!["lock", "connection"]);
    let expected = [
        ("AwaitConnect", false, 1, lock.clone()),
        ("AwaitConnect", false, 2, lock),
        ("AwaitFill", true, 3, both),
        ("AwaitFill", true, 4, vec!["lock", "lock", "connection"]),
    ];
    assert_eq!((dropped, &reports[..]), (4, &expected[..]));
    Ok(())
}

#[visible_async]
async fn hold<'a>(a: Noted<'a>, b: Noted<'a>, notes: &'a RefCell<Vec<&'static str>>, once: bool) -> u32 {
    let c = Noted(notes, "c");
    let (d, e) = (Noted(notes, "d"), Noted(notes, "e"));
    if once {
        drop(d);
    }
    let total = fill(1, 0).await;
    drop((a, b, c, e));
    total
}

#[test]
fn locals_are_told_in_the_order_of_their_drops() {
    for (polls, once) in [(0, true), (1, true), (1, false)] {
        let notes = RefCell::default();
        let mut driver = Driver::new(hold(Noted(&notes, "a"), Noted(&notes, "b"), &notes, once));
        (0..polls).for_each(|_| drop(driver.step()));
        notes.take();
        let told = driver.cancel().locals;
        let told = told.iter().map(|local| local.name).filter(|name| ["a", "b", "c", "d", "e"].contains(name));
        assert_eq!(told.collect::<Vec<_>>(), notes.take());
    }
}

#[test]
fn the_report_is_readable() -> Result<(), DriveError> {
    let mut text = String::new();
    cancel_at_every_await(|| serve(1), |report| text = report.to_string())?;
    assert!(text.starts_with("dropped in AwaitFetch at tests/driver.rs:"), "{text}");
    assert!(text.contains("    awaits fetch: "), "{text}");
    assert!(text.ends_with("3: AwaitFetch (still pending, woken)\n     fetch: AwaitFill -> AwaitFill\n"), "{text}");
    Ok(())
}

#[visible_async]
async fn fails() {
    connect(1).await;
    panic_at(2).await;
}

#[test]
fn machines_that_do_not_wait_are_not_dropped() -> Result<(), DriveError> {
    let never = |_: &_| panic!("never called");
    assert_eq!(cancel_at_every_await(empty, never)?, 0);
    assert_eq!(cancel_at_every_await(|| fetch(0), never)?, 0);
    assert_eq!(cancel_at_every_await(fails, |_| ())?, 2);
    Ok(())
}

#[test]
fn a_machine_that_is_never_woken_is_an_error() {
    let mut places = Vec::new();
    let error = cancel_at_every_await(stuck, |report| places.push(report.state.name)).unwrap_err();
    assert!(matches!(error, DriveError::LostWake { .. }), "{error}");
    assert_eq!(places, ["AwaitConnect", "AwaitPending"]);
}

#[test]
fn a_driver_cancels() -> Result<(), DriveError> {
    let cancelled = Driver::new(fetch(1)).cancel();
    assert_eq!((cancelled.state.name, cancelled.history.len()), ("Start", 0));
    let mut driver = Driver::new(fetch(1));
    driver.run_until("AwaitFill")?;
    let cancelled = driver.cancel();
    assert_eq!((cancelled.state.name, cancelled.history.len()), ("AwaitFill", 2));
    assert!(cancelled.locals.iter().any(|local| local.to_string() == "total: u32 = 1"), "{cancelled}");
    Ok(())
}
