// Forms of the item itself: attributes beside ours, docs, visibility, qualifiers; items inside the body; cfg; no await.
use visible_async_test_support::prelude::*;

cases! {
    documented(log("a"));
    inlined(log("a"));
    must_be_used(log("a"));
    renamed_arguments(1, 2);
    extern_call(log("a"));
    drop_impl_in_body();
    recursive_with_borrow();
    nothing();
    only_value(log("v"));
    no_await_branches(3);
    no_await_panics();
    diverges();
    panics_after_wait();
    todo_unreached(true);
    unreachable_tail(1);
    cfg_on_statements();
    cfg_on_arms(Some(1));
    nested_items();
    nested_macro();
    attributes_on_statements();
}

/// Documented, with an example in it:
/// `documented(value).await`.
#[visible_async]
/// And a second line of docs.
async fn documented(#[allow(unused_variables)] value: Log) -> usize {
    // A comment.
    tick("wait").await;
    1
}

#[inline]
#[visible_async]
#[must_use]
pub(crate) async fn inlined(value: Log) -> Log {
    tick("wait").await;
    value
}

#[must_use = "a future does nothing by itself"]
#[visible_async]
async fn must_be_used(value: Log) -> usize {
    tick("wait").await;
    value.len()
}

#[allow(non_snake_case)]
#[visible_async]
async fn renamed_arguments(Some_A: usize, _b: usize) -> usize {
    let held = log("held");
    tick("wait").await;
    Some_A + held.len()
}

#[visible_async]
async fn extern_call(value: Log) -> usize {
    extern "C" fn double(n: usize) -> usize {
        n * 2
    }
    let size = value.send("x").await;
    double(size)
}

#[visible_async]
async fn drop_impl_in_body() -> usize {
    struct Loud(&'static str);
    impl Drop for Loud {
        fn drop(&mut self) {
            event(format!("loud {}", self.0));
        }
    }
    let _first = Loud("first");
    let held = log("held");
    let _second = Loud(leaf("name", "second").await);
    tick("wait").await;
    held.len()
}

#[visible_async]
async fn join_names(names: &mut Vec<Log>, left: usize) -> usize {
    if left == 0 {
        return names.len();
    }
    names.push(load("name").await);
    Box::pin(join_names(names, left - 1)).await
}

#[visible_async]
async fn recursive_with_borrow() -> usize {
    let mut names = vec![log("first")];
    let size = join_names(&mut names, 2).await;
    size + names[2].len()
}

#[visible_async]
async fn nothing() {}

#[visible_async]
async fn only_value(value: Log) -> Log {
    value
}

#[visible_async]
async fn no_await_branches(n: usize) -> usize {
    let a = log("a");
    for step in steps("s", n) {
        if step.name() == "s2" {
            return a.len();
        }
    }
    0
}

#[visible_async]
async fn no_await_panics() -> usize {
    let a = log("a");
    let list: Vec<usize> = Vec::new();
    list[a.len()]
}

#[visible_async]
async fn diverges() -> usize {
    let held = log("held");
    tick("wait").await;
    panic!("on purpose: {held}")
}

#[visible_async]
async fn panics_after_wait() {
    let _a = log("a");
    let b = load("b").await;
    assert!(b.len() > 5, "{b} is too short");
    tick("never").await;
}

#[visible_async]
async fn todo_unreached(fine: bool) -> Log {
    let value = load("value").await;
    if !fine {
        todo!("not written for {value}");
    }
    tick("wait").await;
    value
}

#[visible_async]
async fn unreachable_tail(n: u8) -> usize {
    let held = log("held");
    match n {
        1 => held.send("one").await,
        _ => unreachable!("only one: {n}"),
    }
}

#[visible_async]
async fn cfg_on_statements() -> usize {
    #[cfg(any())]
    let held = does_not_exist();
    #[cfg(all())]
    let held = load("held").await;
    #[cfg(any())]
    {
        nowhere().await;
    }
    #[cfg(all())]
    tick("here").await;
    let size = Some(held.len());
    #[cfg(any())]
    return 0;
    size.unwrap_or(0)
}

#[visible_async]
async fn cfg_on_arms(n: Option<u8>) -> Pair {
    let left = match n {
        #[cfg(any())]
        Some(1) => missing(),
        Some(_) => load("some").await,
        None => log("none"),
    };
    Pair {
        #[cfg(any())]
        left: missing(),
        #[cfg(all())]
        left,
        right: load("right").await,
    }
}

#[visible_async]
async fn nested_items() -> usize {
    const BASE: usize = 10;
    #[derive(Debug, Clone, Copy)]
    enum Step {
        First,
        Second(usize),
    }
    impl Step {
        fn weight(self) -> usize {
            match self {
                Self::First => 1,
                Self::Second(n) => n + size(n),
            }
        }
    }
    fn size(n: usize) -> usize {
        n * BASE
    }
    use Step::{First, Second};

    let held = log("held");
    let mut total = 0;
    for step in [First, Second(2)] {
        tick("step").await;
        total += step.weight();
    }
    total + held.len()
}

#[visible_async]
async fn nested_macro() -> usize {
    macro_rules! fetch_both {
        ($first:expr, $second:expr) => {
            load($first).await.len() + load($second).await.len()
        };
    }
    let held = log("held");
    let size = fetch_both!("a", held.name());
    size + held.len()
}

#[visible_async]
async fn attributes_on_statements() -> usize {
    #[allow(unused_variables)]
    let unused = log("unused");
    #[allow(clippy::let_unit_value)]
    let _unit = tick("wait").await;
    #[expect(unused_mut)]
    let mut value = load("value").await;
    #[allow(unused_must_use)]
    {
        value.len();
    }
    value.finish()
}
