//! State coverage.
use super::*;
use visible_async::driver::{Coverage, block_on, panic_at};

#[visible_async]
async fn branches(first: bool) -> u32 {
    if first {
        return connect(1).await;
    }
    fill(0, 3).await
}

#[test]
fn states_and_transitions_are_counted() {
    let coverage = Coverage::start();
    for _ in 0..2 {
        block_on(branches(true));
    }
    assert_eq!((coverage.hits("branches", "Start"), coverage.hits("branches", "AwaitConnect")), (2, 2));
    let missed: Vec<_> = coverage.missed().into_iter().map(|(function, state)| (function, state.name)).collect();
    assert_eq!(missed, [("branches", "AwaitFill")]);
    let text = coverage.to_string();
    assert!(text.starts_with("driver::covering::branches: 3 of 4 states, 2 of 4 transitions\n"), "{text}");
    assert!(text.contains("       2  Start -> AwaitConnect\n"), "{text}");
    assert!(text.contains("       0  Start -> AwaitFill\n"), "{text}");
    block_on(branches(false));
    assert!(coverage.missed().is_empty());
}

#[test]
fn lcov_tells_lines() {
    let coverage = Coverage::start();
    block_on(branches(true));
    let lcov = coverage.lcov();
    let file = include_str!("covering.rs");
    let line = |text: &str| file.lines().position(|line| line.contains(text)).expect("a line") + 1;
    let (connect, fill) = (line("return connect(1).await"), line("fill(0, 3).await"));
    let expected = format!("TN:\nSF:{}\nDA:{connect},1\nDA:{fill},0\nLF:2\nLH:1\nend_of_record\n", file!());
    assert_eq!(lcov, expected);
}

#[visible_async]
async fn fails() {
    panic_at(1).await;
}

#[test]
fn a_panic_is_a_transition() {
    let coverage = Coverage::start();
    panics(|| block_on(fails()));
    let text = coverage.to_string();
    assert!(text.contains("       1  AwaitPanicAt -> Panicked\n"), "{text}");
}

/// What a machine in a machine does is counted as well, also by a coverage that begins while one runs.
#[visible_async]
async fn measured() -> u64 {
    let coverage = Coverage::start();
    fetch(1).await;
    coverage.hits("fetch", "AwaitFill")
}

#[test]
fn coverage_may_begin_in_a_machine() {
    assert_eq!(block_on(measured()), 2);
}

#[visible_async]
async fn elsewhere() {
    connect(1).await;
}

#[test]
fn all_threads_of_a_process_are_counted() {
    let (thread, process) = (Coverage::start(), Coverage::of_process());
    std::thread::spawn(|| block_on(elsewhere())).join().expect("no panic");
    assert_eq!((thread.hits("elsewhere", "Done"), process.hits("elsewhere", "Done")), (0, 1));
    drop(process);
    let later = Coverage::of_process();
    assert_eq!(later.hits("elsewhere", "Done"), 0);
}

#[visible_async]
async fn inner() -> Coverage {
    let coverage = Coverage::start();
    fetch(0).await;
    coverage
}

/// Nobody listens when `inner` begins.
#[visible_async]
async fn outer(coverage: Coverage) -> Coverage {
    drop(coverage);
    inner().await
}

#[test]
fn a_coverage_that_ends_within_another_machine_mixes_nothing_up() {
    let coverage = block_on(outer(Coverage::start()));
    let hits = |function, state| coverage.hits(function, state);
    assert_eq!((hits("outer", "AwaitInner"), hits("inner", "AwaitFetch"), hits("fetch", "AwaitFill")), (0, 1, 2));
}

/// Never called, by anything.
#[allow(dead_code, reason = "as it says")]
#[visible_async]
async fn never_called<T: Clone>(value: &T) -> T {
    fill(1, 1).await;
    value.clone()
}

#[test]
fn functions_that_have_not_run_are_told_on_demand() {
    let of_never = |coverage: &Coverage| -> Vec<_> {
        let missed = coverage.missed().into_iter().filter(|(function, _)| *function == "never_called");
        missed.map(|(_, state)| state.name).collect()
    };
    let coverage = Coverage::start();
    block_on(branches(true));
    assert_eq!(of_never(&coverage), [""; 0]);
    let coverage = coverage.with_unreached();
    assert_eq!(of_never(&coverage), ["Start", "AwaitFill", "Done"]);
    assert_eq!(coverage.hits("branches", "Start"), 1, "what has run is still there");
    assert!(coverage.to_string().contains("never_called: 0 of 3 states, 0 of 2 transitions"), "{coverage}");
    let line = line!() - 21;
    assert!(coverage.lcov().contains(&format!("DA:{line},0\n")), "{}", coverage.lcov());
}
