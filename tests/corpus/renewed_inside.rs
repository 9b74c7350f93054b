// `x = x.method()` inside a closure or async block that waits: rustc alone knows how it captures `x`.
use futures::FutureExt;
use visible_async_test_support::prelude::*;

cases! {
    in_an_async_block(true);
    in_an_async_block(false);
    lent_in_an_async_block(true);
    lent_in_an_async_block(false);
    in_a_selected_block(0);
    in_a_selected_block(1);
    lent_in_a_selected_block(0);
    lent_in_a_selected_block(1);
    in_a_closure();
    lent_in_a_closure();
    by_a_name_that_lends();
}

struct Step(Log);
impl Step {
    fn onward(self, more: &str) -> Step {
        Step(self.0.with(more))
    }
    fn peer(&self, more: &str) -> Step {
        Step(log(format!("{}.{more}", self.0.name())))
    }
    fn as_next(&self) -> Step {
        Step(log(format!("{}.next", self.0.name())))
    }
    fn poke(&mut self) {
        self.0.grow("!");
    }
}

#[visible_async]
async fn in_an_async_block(again: bool) -> usize {
    let mut step = Step(load("step").await);
    let made = async {
        step = step.onward("a");
        tick("inside").await;
        step.poke();
        step.0.len()
    }
    .await;
    step = Step(log("new"));
    if again {
        tick("again").await;
    }
    made + step.0.len()
}

#[visible_async]
async fn lent_in_an_async_block(again: bool) -> usize {
    let mut step = Step(load("step").await);
    let made = async {
        step = step.peer("a");
        tick("inside").await;
        step.poke();
        step.0.len()
    }
    .await;
    if again {
        tick("again").await;
    }
    made + step.0.len()
}

#[visible_async]
async fn in_a_selected_block(n: usize) -> usize {
    let mut step = Step(load("step").await);
    futures::select_biased! {
        made = Box::pin(async {
            step = step.onward("a");
            step.poke();
            leaf("made", log("in")).await
        }).fuse() => {
            tick(made.name()).await;
        }
        _ = Box::pin(ready(n)).fuse() => {
            step = Step(load("other").await);
            return step.0.len();
        }
    }
    n
}

#[visible_async]
async fn lent_in_a_selected_block(n: usize) -> usize {
    let mut step = Step(load("step").await);
    futures::select_biased! {
        made = Box::pin(async {
            step = step.peer("a");
            step.poke();
            leaf("made", log("in")).await
        }).fuse() => {
            tick(made.name()).await;
        }
        _ = Box::pin(ready(n)).fuse() => {
            step = Step(load("other").await);
            return step.0.len();
        }
    }
    n
}

async fn ready(n: usize) {
    if n == 0 {
        std::future::pending().await
    }
}

#[visible_async]
async fn in_a_closure() -> usize {
    let mut step = Step(load("step").await);
    let made = move || {
        step = step.onward("a");
        step.poke();
        step.0.len()
    };
    tick("between").await;
    made()
}

#[visible_async]
async fn lent_in_a_closure() -> usize {
    let mut step = Step(load("step").await);
    let mut lends = || {
        step = step.peer("a");
        step.poke();
        step.0.len()
    };
    tick("between").await;
    let made = lends();
    tick("after").await;
    made + step.0.len()
}

#[visible_async]
async fn by_a_name_that_lends() -> usize {
    let mut step = Step(load("step").await);
    let mut lends = || {
        step = step.as_next();
        step.0.len()
    };
    tick("between").await;
    let made = lends();
    tick("after").await;
    made
}
