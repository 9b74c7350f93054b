// `move` closures and async blocks capture what their patterns bind; the rest of the local stays: whatever the local is.
use visible_async_test_support::prelude::*;

cases! {
    one_of_two_variants(Some(pair("held")));
    one_of_two_variants(None);
    boxed(pair("held"));
    behind_a_reference(pair("held"));
    by_a_macro(pair("held"));
    matched_twice(pair("held"));
    inside_a_closure(pair("held"));
    whole_under_a_name(pair("held"));
    waits_inside(nest());
    in_a_leaf(pair("held"));
    rest_used_later(pair("held"));
    guarded(pair("held"), 1);
    type_with_a_drop();
}

#[allow(dead_code)]
struct Nest {
    both: Pair,
    other: Log,
}

fn nest() -> Nest {
    Nest { both: pair("both"), other: log("other") }
}

#[visible_async]
async fn one_of_two_variants(row: Option<Pair>) -> usize {
    tick("before").await;
    let size = {
        let work = move || match row {
            Some(Pair { left, .. }) => left.finish(),
            None => 0,
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn boxed(row: Pair) -> usize {
    let row = Box::new(row);
    tick("before").await;
    let size = {
        let work = move || {
            let Pair { left, .. } = *row;
            left.finish()
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn behind_a_reference(row: Pair) -> usize {
    let lent = row.itself();
    tick("before").await;
    let size = {
        let work = move || match lent {
            Pair { left, .. } => left.len(),
        };
        tick("between").await;
        work()
    };
    tick("after").await;
    size + row.right.len()
}

trait Itself {
    fn itself(&self) -> &Self {
        self
    }
}

impl Itself for Pair {}

#[visible_async]
async fn by_a_macro(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || usize::from(matches!(row, Pair { ref left, .. } if left.len() > 1));
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn matched_twice(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || {
            let Pair { left: ref first, .. } = row;
            let size = first.len();
            let Pair { left, .. } = row;
            size + left.finish()
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn inside_a_closure(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || {
            let inner = move || {
                let Pair { left, .. } = row;
                left.finish()
            };
            inner()
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn whole_under_a_name(row: Pair) -> usize {
    tick("before").await;
    let size = {
        let work = move || match row {
            whole => whole.left.finish(),
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn waits_inside(nest: Nest) -> usize {
    let held = log("held");
    tick("before").await;
    let work = async move {
        match nest {
            Nest { both: Pair { left, .. }, .. } if left.send("asked").await > 100 => 0,
            Nest { both: Pair { right, .. }, .. } => right.send("right").await,
        }
    };
    tick("between").await;
    drop(held);
    work.await
}

#[visible_async]
async fn in_a_leaf(row: Pair) -> usize {
    tick("before").await;
    let size = log("on")
        .fill_with(async move {
            let Pair { left, .. } = row;
            left.send("left").await
        })
        .await;
    tick("after").await;
    size
}

trait FillWith {
    async fn fill_with(&self, work: impl std::future::Future<Output = usize>) -> usize;
}

impl FillWith for Log {
    async fn fill_with(&self, work: impl std::future::Future<Output = usize>) -> usize {
        self.touch("filled");
        work.await
    }
}

#[visible_async]
async fn rest_used_later(row: Pair) -> usize {
    tick("before").await;
    let work = async move {
        let Pair { left, .. } = row;
        left.send("left").await
    };
    let size = row.right.finish() + work.await;
    tick("after").await;
    size
}

#[visible_async]
async fn guarded(row: Pair, most: usize) -> usize {
    tick("before").await;
    let size = {
        let work = move || match row {
            Pair { left, .. } if left.len() > most => left.finish(),
            Pair { .. } => 0,
        };
        work()
    };
    tick("after").await;
    size
}

struct Falls {
    inner: Log,
    other: Log,
}

impl Drop for Falls {
    fn drop(&mut self) {
        self.other.touch("falls");
    }
}

#[visible_async]
async fn type_with_a_drop() -> usize {
    let falls = Falls { inner: load("inner").await, other: log("other") };
    tick("before").await;
    let size = {
        let work = move || {
            let Falls { ref inner, .. } = falls;
            inner.len()
        };
        tick("between").await;
        work()
    };
    tick("after").await;
    size + log("end").len()
}
