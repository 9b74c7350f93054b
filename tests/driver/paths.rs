//! `assert_states!`.
use super::*;
use visible_async::assert_states;
use visible_async::driver::panic_at;

#[test]
fn a_path_is_the_same_whether_leaves_wait_or_not() {
    for pending in 0..3 {
        let total = assert_states!(fetch(pending), [Start, AwaitConnect, AwaitFill, AwaitFill, Done]);
        assert_eq!(total, Some(2));
    }
    assert_states!(empty(), [Start, Done,]);
}

#[test]
fn the_first_difference_is_marked() {
    let text = panics(|| _ = assert_states!(fetch(1), [Start, AwaitConnect, AwaitFill, Done]));
    let expected = "\
`fetch` goes another way
     expected      real
   0 Start         Start
   1 AwaitConnect  AwaitConnect
   2 AwaitFill     AwaitFill
>  3 Done          AwaitFill
   4 -             Done";
    assert_eq!(text, expected);
}

#[test]
fn names_that_are_of_no_state_are_told() {
    let text = panics(|| _ = assert_states!(fetch(1), [Start, AwaitFil, Done]));
    assert!(text.contains(">  1 AwaitFil  AwaitConnect\n"), "{text}");
    assert!(
        text.ends_with(
            "has no state AwaitFil that it could be seen in: these are Start, AwaitConnect, AwaitFill, Done, Panicked"
        )
    );
}

#[test]
fn a_machine_that_does_not_end_is_told() {
    let text = panics(|| _ = assert_states!(stuck(), [Start, AwaitConnect, AwaitPending]));
    assert!(text.contains("`stuck` is never woken again: it is pending in AwaitPending at "), "{text}");
}

#[visible_async]
async fn fails() {
    connect(0).await;
    panic_at(1).await;
}

#[test]
fn a_panic_may_be_expected() {
    assert_eq!(assert_states!(fails(), [Start, AwaitConnect, AwaitPanicAt, Panicked]), None);
    let text = panics(|| _ = assert_states!(fails(), [Start, AwaitConnect, AwaitPanicAt, Done]));
    assert!(text.contains(">  3 Done          Panicked\n"), "{text}");
    assert!(text.ends_with(": `panic_at(1)` panics"), "{text}");
}

#[test]
fn a_machine_after_its_end_goes_nowhere() {
    let mut machine = Box::pin(empty());
    assert_states!(machine.as_mut(), [Start, Done]);
    let text = panics(|| _ = assert_states!(machine, [Done]));
    assert!(text.ends_with("`empty` has returned already, at step 0"), "{text}");
}
