//! Wakes: counted, lost, too many, from a clock, from threads, from tokio.
use super::*;
use std::future::poll_fn;
use std::task::{Poll, Waker};
use std::time::Duration;
use visible_async::driver::{Clock, DriveError, block_on};

#[test]
fn a_lost_wake_is_found() {
    let error = Driver::new(stuck()).run().unwrap_err();
    assert!(matches!(&error, DriveError::LostWake { state, .. } if state.name == "AwaitPending"), "{error:?}");
    let start = std::time::Instant::now();
    assert!(Driver::new(stuck()).patience(Duration::from_secs(60)).run().is_err());
    assert!(start.elapsed() < Duration::from_secs(30), "nobody has the waker: there is nothing to wait for");
}

#[visible_async]
async fn woken(times: usize) {
    let mut polled = false;
    let wake = poll_fn(|cx| {
        (0..times).for_each(|_| cx.waker().wake_by_ref());
        if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }
    });
    wake.await;
}

#[test]
fn wakes_are_counted() -> Result<(), DriveError> {
    let mut driver = Driver::new(woken(3));
    assert!(driver.is_woken());
    assert_eq!(driver.step()?.woken, 3);
    assert!(driver.is_woken());
    assert_eq!(driver.step()?.woken_before, 3);
    Ok(())
}

/// Keeps the first waker only, as it must not.
#[visible_async]
async fn first_waker(clock: Clock) {
    let mut first: Option<Waker> = None;
    let due = clock.now() + Duration::from_secs(1);
    let wait = poll_fn(|cx| {
        first.get_or_insert_with(|| cx.waker().clone());
        if clock.now() >= due { Poll::Ready(()) } else { Poll::Pending }
    });
    wait.await;
}

#[test]
fn a_stale_waker_is_found_by_a_poll_unwoken() -> Result<(), DriveError> {
    let mut driver = Driver::new(first_waker(Clock::new()));
    assert!(matches!(driver.run(), Err(DriveError::Waiting { .. })));
    assert!(driver.poll_unwoken()?.stayed);
    assert!(matches!(driver.run(), Err(DriveError::LostWake { .. })));
    Ok(())
}

#[test]
fn two_wakes_are_two_polls() -> Result<(), DriveError> {
    let clock = Clock::new();
    let mut driver = Driver::new(nap(clock.clone()));
    let steps = driver.wake_twice()?;
    assert_eq!(steps.iter().map(|step| (step.woken_before, step.stayed)).collect::<Vec<_>>(), [(2, false), (0, true)]);
    clock.advance(Duration::from_secs(1));
    assert_eq!(driver.wake_twice()?[0].woken_before, 3);
    clock.advance(Duration::from_secs(5));
    assert_eq!(driver.wake_twice()?.len(), 1);
    Ok(())
}

#[visible_async]
async fn nap(clock: Clock) -> Duration {
    clock.sleep(Duration::from_secs(1)).await;
    clock.sleep(Duration::from_secs(2)).await;
    clock.now()
}

#[test]
fn time_passes_by_hand() -> Result<(), DriveError> {
    let clock = Clock::new();
    let mut driver = Driver::new(nap(clock.clone()));
    let error = driver.run().unwrap_err();
    assert!(matches!(&error, DriveError::Waiting { state, .. } if state.name == "AwaitSleep"), "{error}");
    clock.advance(Duration::from_millis(999));
    assert!(!driver.is_woken());
    assert_eq!((clock.advance_to_next(), clock.waiting()), (Some(Duration::from_millis(1)), 0));
    assert!(matches!(driver.run(), Err(DriveError::Waiting { .. })));
    assert_eq!(clock.waiting(), 1);
    assert_eq!(clock.advance_to_next(), Some(Duration::from_secs(2)));
    driver.run()?;
    assert_eq!((driver.output(), clock.advance_to_next()), (Some(Duration::from_secs(3)), None));
    Ok(())
}

#[test]
fn a_sleep_that_is_dropped_waits_no_more() -> Result<(), DriveError> {
    let clock = Clock::new();
    let mut driver = Driver::new(nap(clock.clone()));
    driver.step()?;
    assert_eq!(clock.waiting(), 1);
    assert_eq!(driver.cancel().state.name, "AwaitSleep");
    assert_eq!(clock.waiting(), 0);
    Ok(())
}

/// Woken by another thread.
#[visible_async]
async fn threaded() -> u8 {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(30));
        sender.send(5)
    });
    receiver.await.unwrap_or(0)
}

#[test]
fn a_wake_from_a_thread_is_waited_for() -> Result<(), DriveError> {
    assert_eq!(block_on(threaded()), 5);
    let mut driver = Driver::new(threaded()).patience(Duration::from_secs(60));
    driver.run()?;
    assert_eq!(driver.output(), Some(5));
    assert!(matches!(Driver::new(threaded()).run(), Err(DriveError::Waiting { .. })));
    Ok(())
}

#[visible_async]
async fn ticks() -> u32 {
    tokio::time::sleep(Duration::from_millis(5)).await;
    tokio::task::yield_now().await;
    tokio::spawn(connect(1)).await.unwrap_or(0)
}

#[test]
fn leaves_of_tokio_want_its_runtime() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let _guard = runtime.enter();
    let mut driver = Driver::new(ticks()).patience(Duration::from_secs(60));
    driver.run()?;
    assert_eq!((driver.output(), driver.history().path().len()), (Some(1), 5));
    Ok(())
}
