//! Ends: panics, polls after the end, names that are of no state.
use super::*;
use visible_async::StateKind;
use visible_async::driver::{DriveError, Outcome, block_on, panic_at};

#[visible_async]
async fn fails(polls: usize) -> u32 {
    let kept = connect(1).await;
    panic_at(polls).await;
    kept
}

#[test]
fn a_panic_is_caught_and_told() -> Result<(), DriveError> {
    let mut driver = Driver::new(fails(2));
    let error = driver.run().unwrap_err();
    assert!(matches!(&error, DriveError::Panicked { left, .. } if left.name == "AwaitPanicAt"), "{error:?}");
    assert!(error.to_string().ends_with("panic_at(polls).await: `panic_at(2)` panics"), "{error}");
    assert_eq!(driver.history().path(), ["Start", "AwaitConnect", "AwaitPanicAt", "Panicked"]);
    let last = driver.history().last().expect("a step");
    assert_eq!(last.outcome, Outcome::Panicked("`panic_at(2)` panics".into()));
    let ended = driver.step().unwrap_err();
    assert_eq!(ended.to_string(), "`fails` has panicked already, at step 3");
    assert_eq!(panics(|| driver.resume()), "`panic_at(2)` panics");
    driver.resume();
    assert_eq!(driver.output(), None);
    Ok(())
}

#[test]
fn a_panic_may_be_what_is_waited_for() -> Result<(), DriveError> {
    let mut driver = Driver::new(fails(1));
    assert_eq!(driver.run_until("Panicked")?.entered.kind, StateKind::Panicked);
    let error = Driver::new(fails(1)).run_until("Done").unwrap_err();
    assert!(matches!(error, DriveError::Panicked { .. }), "{error}");
    Ok(())
}

#[test]
fn after_the_end_each_step_is_an_error() -> Result<(), DriveError> {
    let mut driver = Driver::new(empty());
    driver.run()?;
    let errors = [driver.step().err(), driver.run().err(), driver.run_until("Done").err(), driver.poll_unwoken().err()];
    for error in errors.into_iter().chain([driver.wake_twice().err()]) {
        assert_eq!(error.expect("an error").to_string(), "`empty` has returned already, at step 1");
    }
    assert_eq!(driver.history().len(), 1);
    Ok(())
}

#[test]
fn a_machine_that_has_ended_elsewhere_is_not_polled() {
    let mut machine = Box::pin(empty());
    block_on(machine.as_mut());
    let error = Driver::new(machine).step().unwrap_err();
    assert_eq!(error.to_string(), "`empty` has returned already, at step 0");
}

#[test]
fn unknown_names_are_told_with_those_there_are() {
    let mut driver = Driver::new(fetch(0));
    let expected =
        "`fetch` has no state AwaitFil that it could be seen in: these are Start, AwaitConnect, AwaitFill, Done, Panicked";
    assert_eq!(driver.break_at("AwaitFil").unwrap_err().to_string(), expected);
    assert_eq!(driver.run_until("AwaitFil").unwrap_err().to_string(), expected);
    assert!(driver.history().is_empty());
    let passed = driver.description().states().find(|state| state.kind == StateKind::Passed).expect("a loop's head");
    assert!(matches!(driver.run_until(passed.name), Err(DriveError::UnknownState { .. })));
}

#[test]
fn a_state_that_does_not_come_is_an_error() {
    let error = Driver::new(early(true)).run_until("AwaitConnect").unwrap_err();
    assert_eq!(error.to_string(), "`early` has not come to AwaitConnect before its end in Done");
    let error = Driver::new(empty()).run_until_state(|state| state.line > 0).unwrap_err();
    assert_eq!(error.to_string(), "`empty` has not come to such a state before its end in Done");
}

#[visible_async]
async fn endless() {
    loop {
        pending_n_times(1, ()).await;
    }
}

#[test]
fn a_machine_without_an_end_is_found() {
    let error = Driver::new(endless()).limit(10).run().unwrap_err();
    assert!(matches!(error, DriveError::TooLong { polls: 10, .. }), "{error}");
}
