//! The tree of `{:#?}` and JSON.
use std::pin::pin;

use futures::stream::{FuturesUnordered, StreamExt};
use visible_async::{View, VisibleFuture, visible_async};

use crate::looks::{Hidden, below, never, one, polls};

/// The tree without places.
fn tree(machine: &impl VisibleFuture) -> String {
    let cut = |line: &str| {
        line.split(" at tests/").next().unwrap_or_default().to_string() + if line.contains(" at tests/") { ")" } else { "" }
    };
    format!("{machine:#?}").replace("features/tests/", "tests/").lines().map(cut).collect::<Vec<_>>().join("\n")
}

#[visible_async]
async fn part(n: u32) -> u32 {
    let (a, ()) = futures::join!(one(n), never());
    a
}

#[visible_async]
async fn parts(names: Vec<String>) -> u32 {
    let mut parts: FuturesUnordered<Hidden<u32>> = FuturesUnordered::new();
    parts.push(Box::pin(part(1)));
    parts.push(Box::pin(one(3)));
    let n = parts.next().await;
    n.map_or(0, |n| n + names.len() as u32)
}

#[test]
fn children_stand_below_what_is_awaited() {
    let mut machine = pin!(parts(vec!["a".into()]));
    assert!(!polls(machine.as_mut()));
    let expected = "\
parts(AwaitNext)
    names: Vec<String> = [\"a\"]
    parts: FuturesUnordered<Pin<Box<dyn Future<Output = u32> + Send>>> = <borrowed>
    awaits next: Next<'_, FuturesUnordered<Pin<Box<dyn Future<Output = u32> + Send>>>> = Next { stream: FuturesUnordered { .. } }
        part(AwaitJoin)
            one(AwaitPause)
            never(AwaitNever)
        one(AwaitPause)";
    let found = tree(&machine);
    let lines = |text: &str| {
        text.lines().filter(|line| !line.contains("parts: ") && !line.contains("next: ")).map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(lines(&found), lines(expected), "{found}");
}

#[visible_async]
async fn direct() {
    let (a, b) = (part(1), part(1));
    a.await;
    b.await;
}

#[test]
fn what_is_there_by_its_type_is_there_once() {
    let mut machine = pin!(direct());
    assert!(!polls(machine.as_mut()));
    let found = tree(&machine);
    assert_eq!(found.matches("part(").count(), 2, "{found}");
    assert_eq!(found.matches("one(").count(), 1, "{found}");
    assert_eq!(below(&machine), "part@AwaitJoin(one@AwaitPause never@AwaitNever)");
    assert_eq!(format!("{machine:?}").lines().count(), 1);
}

#[test]
fn a_local_by_itself_has_them_too() {
    let mut machine = pin!(part(1));
    assert!(!polls(machine.as_mut()));
    let mut seen = Vec::new();
    machine.locals(&mut |local| seen.push(format!("{local}")));
    let last = seen.pop().expect("one");
    assert!(last.contains("\n    one(AwaitPause at "), "{last}");
}

#[test]
fn json() {
    let mut machine = pin!(parts(Vec::new()));
    assert!(!polls(machine.as_mut()));
    let json = serde_json::to_value(View::of(&machine).children()).expect("JSON");
    assert_eq!(json[0]["function"], "part");
    assert_eq!(json[0]["state"]["name"], "AwaitJoin");
    assert_eq!(json[0]["awaited"], true);
    assert_eq!(json[0]["children"][1]["function"], "never");
    assert_eq!(json[1]["children"], serde_json::json!([]));
}

/// Its `Debug` looks at machines while a tree is being written.
struct LooksToo;

impl std::fmt::Debug for LooksToo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut machine = pin!(part(1));
        assert!(!polls(machine.as_mut()));
        write!(f, "{}, {:?}", below(&machine), View::of(&machine).children())
    }
}

#[visible_async]
async fn has_a_looker() {
    let looker = LooksToo;
    futures::join!(one(1), never());
    let _last = looker;
}

#[test]
fn a_debug_that_polls_and_looks() {
    let mut machine = pin!(has_a_looker());
    assert!(!polls(machine.as_mut()));
    let found = format!("{machine:#?}");
    assert!(found.contains("looker: LooksToo = one@AwaitPause never@AwaitNever, [one(AwaitPause at "), "{found}");
    assert_eq!(below(&machine), "one@AwaitPause never@AwaitNever");
}
