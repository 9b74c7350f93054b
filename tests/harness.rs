//! The harness can fail: copies altered by hand, each in one way, are reported.
use visible_async_test_support::case::Case;
use visible_async_test_support::compare::{auto_traits, behaviour, behaviour_of, panic_locations, sizes, states};
use visible_async_test_support::scenario::Plan;

/// What rustc makes of it.
mod plain {
    use visible_async_test_support::prelude::*;
    use visible_async_test_support::state::of_plain as state_of;

    cases! {
        work(log("a"), log("b"));
    }

    async fn work(a: Log, _b: Log) -> usize {
        let c = load("c").await;
        let size = a.send("x").await;
        size + c.len()
    }
}

/// The same function, altered.
macro_rules! altered {
    ($name:ident: |$a:ident, $b:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not every alteration needs them")]
            use std::task::{Poll, Waker};
            use visible_async_test_support::prelude::*;
            use visible_async_test_support::state::of_plain as state_of;

            cases! {
                work(log("a"), log("b"));
            }

            async fn work($a: Log, $b: Log) -> usize $body
        }
    };
}

altered!(same: |a, _b| {
    let c = load("c").await;
    let size = a.send("x").await;
    size + c.len()
});

altered!(drop_order: |a, b| {
    let c = load("c").await;
    let size = a.send("x").await;
    let size = size + c.len();
    drop(b);
    size
});

altered!(cancel_order: |a, b| {
    // Right on completion: only a cancellation at the first wait tells.
    let (b, a) = (b, a);
    let c = load("c").await;
    let (a, _b) = (a, b);
    let size = a.send("x").await;
    size + c.len()
});

altered!(panic_leak: |a, _b| {
    let c = load("c").await;
    let size = a.send("x").await;
    // Only a panic in `len` tells: then nobody drops `c`.
    let c = std::mem::ManuallyDrop::new(c);
    let size = size + c.len();
    drop(std::mem::ManuallyDrop::into_inner(c));
    size
});

altered!(poll_count: |a, _b| {
    let c = load("c").await;
    let mut waited = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
    let size = a.send("x").await;
    size + c.len()
});

altered!(missing_wake: |a, _b| {
    let c = load("c").await;
    let mut sending = std::pin::pin!(a.send("x"));
    let deaf = |_: &mut std::task::Context<'_>| {
        sending.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop()))
    };
    let size = std::future::poll_fn(deaf).await;
    size + c.len()
});

altered!(result: |a, _b| {
    let c = load("c").await;
    let size = a.send("x").await;
    size + c.len() + 1
});

altered!(fewer_states: |a, _b| {
    let both = async {
        let c = load("c").await;
        let size = a.send("x").await;
        (c, size)
    };
    let (c, size) = both.await;
    size + c.len()
});

altered!(larger: |a, _b| {
    let ballast = [0_usize; 8];
    let c = load("c").await;
    let size = a.send("x").await;
    size + c.len() + ballast.len() - 8 + ballast[size % 8]
});

altered!(not_send: |a, _b| {
    let here = std::rc::Rc::new(1);
    let c = load("c").await;
    let size = a.send("x").await;
    size + c.len() + *here - 1
});

/// The same panic at two places.
macro_rules! panicking {
    ($name:ident: $body:block) => {
        mod $name {
            use visible_async_test_support::prelude::*;
            use visible_async_test_support::state::of_plain as state_of;

            cases! {
                work();
            }

            async fn work() $body
        }
    };
}

panicking!(here: {
    tick("wait").await;
    panic!("on purpose");
});

panicking!(there: {
    tick("wait").await;
    panic!("on purpose");
});

fn fails(check: fn(&[Case], &[Case]), altered: fn() -> Vec<Case>) -> bool {
    let check = || check(&plain::cases(), &altered());
    std::panic::catch_unwind(check).is_err()
}

#[test]
fn an_equal_copy_passes() {
    for check in [behaviour, states, panic_locations, sizes, auto_traits] {
        assert!(!fails(check, same::cases));
    }
}

#[test]
fn altered_behaviour_is_reported() {
    assert!(fails(behaviour, drop_order::cases), "a wrong drop order");
    assert!(fails(behaviour, cancel_order::cases), "a wrong drop order on cancellation only");
    assert!(fails(behaviour, panic_leak::cases), "no drop on a panic");
    assert!(fails(behaviour, poll_count::cases), "one poll more");
    assert!(fails(behaviour, missing_wake::cases), "no wake");
    assert!(fails(behaviour, result::cases), "another result");
}

#[test]
fn altered_shape_is_reported() {
    assert!(fails(states, fewer_states::cases), "two suspension points, one state");
    assert!(fails(sizes, larger::cases), "eight words more");
    assert!(fails(auto_traits, not_send::cases), "no longer Send");
}

#[test]
fn a_panic_told_elsewhere_is_reported() {
    behaviour(&here::cases(), &there::cases());
    panic_locations(&here::cases(), &here::cases());
    let check = || panic_locations(&here::cases(), &there::cases());
    assert!(std::panic::catch_unwind(check).is_err());
}

#[test]
fn the_report_shows_the_first_difference() {
    let text = behaviour_of(&plain::cases()[0], &drop_order::cases()[0]).expect("they differ");
    assert!(text.starts_with("Plan { pending: 0, drop_after: None, panic_at: None }, line "), "{text}");
    assert!(text.contains("  plain   | drop c\n"), "{text}");
    assert!(text.contains("  visible | drop b\n"), "{text}");
}

#[test]
fn a_run_tells_everything() {
    let record = plain::cases()[0].run(&Plan { pending: 1, ..Plan::default() });
    let expected = "new a, new b, new load c, leaf c, poll c, -- pending, wakes 1, poll c, drop leaf c (done), \
        use load c: loaded, new c, drop load c, leaf send a x, poll send a x, -- pending, wakes 1, poll send a x, \
        drop leaf send a x (done), len c, drop c, drop b, drop a, -- ready 3, wakes 0, -- drop the future";
    assert_eq!(record.lines.join(", "), expected);
    assert_eq!(record.states, [Some(3), Some(4), Some(1)]);
}
