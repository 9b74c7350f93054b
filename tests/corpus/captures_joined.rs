// Async blocks and closures in a leaf future that take locals apart by patterns: whatever the leaf future runs before.
use visible_async_test_support::prelude::*;

cases! {
    matched_at_once(Some(log("arg")));
    matched_at_once(None);
    matched_later(Some(log("arg")));
    matched_later(None);
    with_if_let(Some(log("arg")));
    with_if_let(None);
    with_let_else(Some(log("arg")));
    with_let_else(None);
    plain_data(Some(3));
    plain_data(None);
    in_both_blocks(Ok(log("arg")), pair("pair"));
    in_both_blocks(Err(4), pair("pair"));
    deeper(Some(log("arg")));
    by_a_closure(Some(log("arg")));
    left_early(Some(log("arg")), true);
    left_early(Some(log("arg")), false);
    given_anew(Some(log("arg")));
    waiting_in_the_arm(Some(log("arg")));
    consumed_by_a_macro_in_a_closure(log("arg"), true);
    consumed_by_a_macro_in_a_closure(log("arg"), false);
    closure_with_a_macro_of_a_part();
    called_closure_with_a_macro_of_a_part();
}

#[visible_async]
async fn matched_at_once(option: Option<Log>) -> usize {
    let held = log("held");
    let (size, other) = tokio::join!(
        async {
            match option {
                Some(log) => log.send("x").await,
                None => 0,
            }
        },
        held.send("other")
    );
    tick("after").await;
    size + other
}

#[visible_async]
async fn matched_later(option: Option<Log>) -> usize {
    let held = log("held");
    let size = tokio::join!(leaf("first", load("argument").await), async {
        match option {
            Some(log) => log.finish(),
            None => load("none").await.len(),
        }
    })
    .1;
    tick("after").await;
    size + held.len()
}

#[visible_async]
async fn with_if_let(option: Option<Log>) -> usize {
    let made = tokio::join!(
        async {
            if let Some(log) = option {
                log.touch("x");
            } else if let Some(log) = leaf("other", Some(log("other"))).await {
                log.touch("y");
            }
            load("last").await
        },
        load("other")
    )
    .0;
    tick("after").await;
    made.len()
}

#[visible_async]
async fn with_let_else(option: Option<Log>) -> usize {
    let size = tokio::join!(tick("first"), async {
        let Some(log) = option else { return load("none").await.len() };
        log.send("x").await
    })
    .1;
    tick("after").await;
    size
}

#[visible_async]
async fn plain_data(option: Option<usize>) -> usize {
    let size = tokio::join!(leaf("first", load("argument").await), async {
        match option {
            Some(n) => n + load("some").await.len(),
            None => 0,
        }
    })
    .1;
    tick("after").await;
    size
}

#[visible_async]
async fn in_both_blocks(result: Result<Log, usize>, pair: Pair) -> usize {
    let (a, b) = tokio::join!(
        async {
            match result {
                Ok(log) => log.send("x").await,
                Err(n) => n,
            }
        },
        async {
            let Pair { left, right } = pair;
            right.send(left.name()).await
        }
    );
    tick("after").await;
    a + b
}

#[visible_async]
async fn deeper(option: Option<Log>) -> usize {
    let size = tokio::join!(tick("first"), async {
        let inner = async {
            match option {
                Some(log) => log.send("x").await,
                None => 0,
            }
        };
        inner.await
    })
    .1;
    tick("after").await;
    size
}

#[visible_async]
async fn by_a_closure(option: Option<Log>) -> usize {
    let size = tokio::join!(leaf("first", 1), async {
        let take = || match option {
            Some(log) => log.finish(),
            None => 0,
        };
        tick("between").await;
        take()
    })
    .1;
    tick("after").await;
    size
}

#[visible_async]
async fn left_early(option: Option<Log>, early: bool) -> Option<usize> {
    let held = log("held");
    let size = tokio::join!(leaf("first", load("argument").await), async {
        if early {
            return None;
        }
        match option {
            Some(log) => Some(log.send("x").await),
            None => None,
        }
    })
    .1?;
    tick("after").await;
    Some(size + held.len())
}

#[visible_async]
async fn given_anew(mut option: Option<Log>) -> usize {
    let size = tokio::join!(leaf("first", load("argument").await), async {
        match option {
            Some(log) => log.send("x").await,
            None => 0,
        }
    })
    .1;
    option = Some(load("anew").await);
    tick("after").await;
    size + option.map_or(0, Log::finish)
}

#[visible_async]
async fn waiting_in_the_arm(option: Option<Log>) -> usize {
    let other = log("other");
    let size = futures::join!(
        async {
            match option {
                Some(log) if log.len() > 2 => log.send(load("argument").await.name()).await,
                Some(log) => log.finish(),
                None => 0,
            }
        },
        other.send("y")
    );
    tick("after").await;
    size.0 + size.1
}

#[visible_async]
async fn consumed_by_a_macro_in_a_closure(mut total: Log, called: bool) -> usize {
    let held = log("held");
    let once = move || {
        let list = vec![held];
        list.len()
    };
    tick("between").await;
    if called {
        total += once();
        return total.send("end").await;
    }
    tick("after").await;
    total.len()
}

macro_rules! looked {
    ($log:expr) => {
        $log.len()
    };
}

#[visible_async]
async fn closure_with_a_macro_of_a_part() -> usize {
    let pair = (load("left").await, log("right"));
    let _unused = |n: usize| n + looked!(pair.1);
    tick("between").await;
    let (left, _) = pair;
    tick("after").await;
    left.len()
}

#[visible_async]
async fn called_closure_with_a_macro_of_a_part() -> usize {
    let pair = (load("left").await, log("right"));
    let called = |n: usize| n + looked!(pair.1) + std::cmp::max(looked!(pair.1), 2);
    let size = called(1);
    tick("between").await;
    let left = pair.0;
    tick("after").await;
    left.len() + size
}
