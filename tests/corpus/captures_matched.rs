// `move` closures and async blocks capture what their patterns bind; the rest of the local stays.
use visible_async_test_support::prelude::*;

cases! {
    bound_by_an_arm(pair("held"));
    bound_by_a_let(pair("held"));
    bound_by_an_if_let(pair("held"));
    bound_in_a_branch(pair("held"), Some(1));
    bound_by_a_while_let(pair("held"));
    bound_by_a_let_else(pair("held"));
    bound_in_a_field(nest());
    bound_of_a_tuple((log("first"), log("second"), 3));
    bound_beside_a_field(nest());
    bound_by_ref(pair("held"));
    literal_beside((log("first"), 3, log("third")));
    only_variant();
}

#[derive(Debug)]
struct Nest {
    both: Pair,
    other: Log,
}

fn nest() -> Nest {
    Nest { both: pair("both"), other: log("other") }
}

#[visible_async]
async fn bound_by_an_arm(row: Pair) -> usize {
    tick("before").await;
    let size = async move {
        match row {
            Pair { right, .. } => right.send("sent").await,
        }
    }
    .await;
    tick("after").await;
    size + log("end").len()
}

#[visible_async]
async fn bound_by_a_let(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || {
            let Pair { right, .. } = row;
            right.finish()
        };
        tick("between").await;
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
#[allow(irrefutable_let_patterns)]
async fn bound_by_an_if_let(row: Pair) -> usize {
    tick("before").await;
    drop(async move { if let Pair { left, right: _ } = row { left.send("never").await } else { 0 } });
    tick("after").await;
    log("end").len()
}

#[visible_async]
#[allow(irrefutable_let_patterns)]
async fn bound_in_a_branch(row: Pair, more: Option<usize>) -> usize {
    tick("before").await;
    let size = {
        let work = move || match more {
            Some(more) => {
                if let Pair { left, .. } = row {
                    left.finish() + more
                } else {
                    0
                }
            }
            None => 0,
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
#[allow(irrefutable_let_patterns)]
async fn bound_by_a_while_let(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || {
            while let Pair { left, .. } = row {
                return left.finish();
            }
            0
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
#[allow(irrefutable_let_patterns)]
async fn bound_by_a_let_else(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || {
            let Pair { left, .. } = row else { return 0 };
            left.finish()
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn bound_in_a_field(nest: Nest) -> usize {
    tick("before").await;
    let work = async move {
        let Pair { left, .. } = nest.both;
        left.send("left").await
    };
    tick("between").await;
    let size = work.await;
    tick("after").await;
    size
}

#[visible_async]
async fn bound_of_a_tuple(all: (Log, Log, usize)) -> usize {
    tick("before").await;
    let size = {
        let work = move || match all {
            (_, second, count) => second.finish() + count,
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn bound_beside_a_field(nest: Nest) -> usize {
    tick("before").await;
    let size = async move {
        let Nest { both: Pair { left, .. }, .. } = nest;
        left.send("left").await + nest.other.len()
    }
    .await;
    tick("after").await;
    size
}

#[visible_async]
async fn bound_by_ref(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || match row {
            Pair { ref right, .. } => right.len(),
        };
        work() + work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn literal_beside(row: (Log, usize, Log)) -> usize {
    tick("before").await;
    let size = {
        let work = move || match row {
            (first, 3, _) => first.finish(),
            _ => 0,
        };
        work()
    };
    tick("after").await;
    size
}

#[allow(dead_code)]
enum Only {
    Both(Log, Log),
}

#[visible_async]
async fn only_variant() -> usize {
    let only = Only::Both(load("one").await, log("two"));
    tick("before").await;
    let size = {
        let work = move || match only {
            Only::Both(one, _) => one.finish(),
        };
        work()
    };
    tick("after").await;
    size
}
