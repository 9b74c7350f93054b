//! One step at a time, and what is told of it.
use super::*;
use visible_async::driver::{DriveError, Outcome, Stop};

#[test]
fn a_step_tells_what_was_left_passed_and_entered() -> Result<(), DriveError> {
    let mut driver = Driver::new(fetch(0));
    let step = driver.step()?;
    assert_eq!((step.number, step.left.name, step.entered.name), (1, "Start", "Done"));
    assert_eq!(names(step.passed), ["AwaitConnect", "AwaitFill", "AwaitFill"]);
    assert_eq!((step.outcome, driver.output()), (Outcome::Ready, Some(2)));
    assert_eq!(driver.output(), None);
    Ok(())
}

#[test]
fn a_loop_is_entered_anew_and_a_pending_poll_enters_nothing() -> Result<(), DriveError> {
    let mut driver = Driver::new(fetch(2));
    let told: Vec<_> = std::iter::from_fn(|| driver.step().ok()).map(|step| (names(step.reached()), step.stayed)).collect();
    let (none, fill): (Vec<&str>, _) = (vec![], vec!["AwaitFill"]);
    let expected = [
        (vec!["AwaitConnect"], false),
        (none.clone(), true),
        (fill.clone(), false),
        (none.clone(), true),
        (fill, false),
        (none, true),
        (vec!["Done"], false),
    ];
    assert_eq!(told, expected);
    assert_eq!(driver.history().path(), ["Start", "AwaitConnect", "AwaitFill", "AwaitFill", "Done"]);
    Ok(())
}

#[test]
fn machines_in_machines_are_told_by_their_depth() -> Result<(), DriveError> {
    let mut driver = Driver::new(serve(1));
    driver.run()?;
    let text = driver.history().to_string();
    let expected = "\
1: Start -> AwaitFetch (pending, woken)
     fetch: Start -> AwaitConnect
2: AwaitFetch (still pending, woken)
     fetch: AwaitConnect -> AwaitFill
3: AwaitFetch (still pending, woken)
     fetch: AwaitFill -> AwaitFill
4: AwaitFetch -> AwaitFetch2 -> Done (ready)
     fetch: AwaitFill -> Done
     fetch: Start -> AwaitConnect
     fetch: AwaitConnect -> AwaitFill
     fetch: AwaitFill -> AwaitFill
     fetch: AwaitFill -> Done
";
    assert_eq!(text, expected);
    Ok(())
}

#[test]
fn what_leaves_early_is_told() {
    assert_eq!(driven(early(true)).0, ["Start", "AwaitReady", "Done"]);
    assert_eq!(driven(early(false)).0, ["Start", "AwaitReady", "AwaitConnect", "Done"]);
    assert_eq!(driven(empty()).0, ["Start", "Done"]);
}

/// The expression with two awaits is one leaf future.
#[visible_async]
async fn added(pending: usize) -> u32 {
    let text = String::from("ab");
    let sum = connect(pending).await + fill(pending, text.len() as u32).await;
    match text.as_str() {
        "ab" if connect(0).await == 1 => sum + connect(pending).await,
        _ => fill(1, sum).await,
    }
}

#[test]
fn suspension_points_within_a_statement_are_told() {
    let expected = ["Start", "AwaitConnect", "AwaitFill", "AwaitConnect2", "AwaitConnect3", "Done"];
    for pending in 0..3 {
        assert_eq!(driven(added(pending)), (expected.to_vec(), 4), "{pending}");
    }
}

/// Borrows across the awaits of one statement, and waits in a loop in it.
#[visible_async]
async fn leafy(pending: usize, which: bool) -> u32 {
    let numbers = [String::from("1"), String::from("2")];
    let parse = |text: &str| text.parse::<u32>().unwrap_or(0);
    let sum = (&numbers[0], if which { connect(pending).await } else { fill(pending, parse(&numbers[1])).await }).1;
    sum + parse(&numbers[0])
}

#[test]
fn only_the_branch_that_is_taken_is_told() {
    for pending in 0..3 {
        assert_eq!(driven(leafy(pending, true)), (vec!["Start", "AwaitConnect", "Done"], 2), "{pending}");
        assert_eq!(driven(leafy(pending, false)), (vec!["Start", "AwaitFill", "Done"], 3), "{pending}");
    }
}

#[test]
fn runs_until_a_state_and_to_breakpoints() -> Result<(), DriveError> {
    let mut driver = Driver::new(fetch(2));
    let step = driver.run_until("AwaitFill")?;
    assert_eq!((step.number, step.entered.name), (3, "AwaitFill"));
    assert_eq!(driver.locals().iter().map(|local| local.name).collect::<Vec<_>>().last(), Some(&"fill"));
    assert_eq!(driver.run_until("AwaitFill")?.number, 5);
    assert_eq!(driver.run_until_state(StateInfo::is_terminal)?.number, 7);

    let mut driver = Driver::new(fetch(1));
    driver.break_at("AwaitFill")?;
    assert!(matches!(driver.run()?, Stop::At(state) if state.name == "AwaitFill"));
    assert!(matches!(driver.run()?, Stop::At(state) if state.name == "AwaitFill"));
    assert_eq!(driver.run()?, Stop::Done);
    Ok(())
}

#[test]
fn a_state_that_is_passed_is_reached() -> Result<(), DriveError> {
    let mut driver = Driver::new(fetch(0));
    let step = driver.run_until("AwaitFill")?;
    assert_eq!((step.number, step.entered.name), (1, "Done"));
    Ok(())
}

#[test]
fn a_machine_that_was_polled_before_goes_on_where_it_is() -> Result<(), DriveError> {
    let mut machine = Box::pin(fetch(1));
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(machine.as_mut().poll(&mut cx).is_pending());
    let step = Driver::new(machine).step()?;
    assert_eq!((step.left.name, step.entered.name), ("AwaitConnect", "AwaitFill"));
    Ok(())
}

#[test]
fn boxed_and_lent_machines_are_driven() {
    let boxed: std::pin::Pin<Box<dyn VisibleFuture<Output = u32>>> = Box::pin(fetch(0));
    assert_eq!(driven(boxed).0.len(), 5);
    let mut machine = std::pin::pin!(fetch(1));
    assert_eq!(driven(machine.as_mut()).0.len(), 5);
}

/// A driver in a machine that is driven.
#[visible_async]
async fn drives() -> usize {
    let mut driver = Driver::new(fetch(1));
    let mut steps = 0;
    while driver.step().is_ok() {
        steps += 1;
        connect(0).await;
    }
    steps
}

#[test]
fn drivers_nest() {
    let (path, steps) = driven(drives());
    assert_eq!((path.len(), steps), (6, 4));
}
