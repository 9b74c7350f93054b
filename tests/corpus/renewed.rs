// Locals that get a new value made of the old one, by methods whose names don't tell whether they move it.
use visible_async_test_support::prelude::*;

cases! {
    in_an_arm(log("arg"), 0);
    in_an_arm(log("arg"), 1);
    in_an_arm(log("arg"), 2);
    in_an_arm(log("arg"), 3);
    in_rounds(log("arg"));
    copied_from_itself(log("arg"));
    moved_on(log("arg"));
    mentioned_in_an_argument(log("arg"));
    on_some_paths(log("arg"), 0);
    on_some_paths(log("arg"), 1);
    on_some_paths(log("arg"), 2);
    on_some_paths(log("arg"), 3);
    left_on_the_way(log("arg"), true);
    left_on_the_way(log("arg"), false);
    in_a_loop();
    as_the_tail_of_a_block(log("arg"));
    waiting_for_an_argument(log("arg"));
    of_a_chain(log("arg"));
    in_a_handler(log("arg"));
    in_a_closure(log("arg"));
    left_from_a_handler(log("arg"), true);
    left_from_a_handler(log("arg"), false);
}

trait Step: Sized {
    /// The old value stays.
    fn step(&self, more: &str) -> Log;
    /// The old value goes.
    fn onward(self, more: &str) -> Log;
    fn poke(&mut self) -> &str;
}

impl Step for Log {
    fn step(&self, more: &str) -> Log {
        self.touch("step");
        log(format!("{}/{more}", self.name()))
    }
    fn onward(self, more: &str) -> Log {
        self.touch("onward");
        log(format!("{}>{more}", self.name()))
    }
    fn poke(&mut self) -> &str {
        self.grow("!").name()
    }
}

#[visible_async]
async fn copied_from_itself(mut state: Log) -> usize {
    let held = log("held");
    state = state.step(log("temporary").name());
    tick("between").await;
    state = state.step(held.name());
    tick("after").await;
    state.len()
}

#[visible_async]
async fn moved_on(mut state: Log) -> usize {
    let held = log("held");
    state = state.onward(log("temporary").name());
    tick("between").await;
    state = state.onward(held.name());
    tick("after").await;
    state.len()
}

#[visible_async]
async fn mentioned_in_an_argument(mut state: Log) -> usize {
    let other = log("other");
    state = other.with(state.poke());
    tick("between").await;
    let list = log("list");
    state = list.step(log(state.poke()).name());
    tick("after").await;
    state.len()
}

#[visible_async]
async fn on_some_paths(mut state: Log, n: usize) -> usize {
    let held = log("held");
    if n > 1 {
        let inner = log("inner");
        state = state.step(inner.name());
    }
    match n {
        0 => state = state.onward(log("zero").name()),
        1 => {
            state.touch("one");
            state = {
                let inner = log("inner");
                state.step(inner.name())
            };
        }
        _ => {}
    }
    tick("after").await;
    state.len() + held.len()
}

#[visible_async]
async fn left_on_the_way(mut state: Log, ready: bool) -> Option<usize> {
    let held = log("held");
    state = state.step(log("first").name()).onward(ready.then_some("ready")?);
    tick("between").await;
    let last = log("last");
    state = state.onward(if held.len() > 3 { return Some(last.len()) } else { "short" });
    tick("after").await;
    Some(state.len())
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut state = load("state").await;
    for n in 0..3 {
        let turn = log(format!("turn {n}"));
        state = if n == 1 { state.onward(turn.name()) } else { state.step(turn.name()) };
        tick("turn").await;
    }
    state.len()
}

#[visible_async]
async fn as_the_tail_of_a_block(mut state: Log) -> usize {
    let held = log("held");
    {
        let inner = log("inner");
        inner.touch("in");
        state = state.step(log("temporary").name())
    }
    tick("after").await;
    state.len() + held.len()
}

#[visible_async]
async fn waiting_for_an_argument(mut state: Log) -> usize {
    state = state.onward(load("argument").await.name());
    let held = log("held");
    state = state.step(load("other").await.name());
    tick("after").await;
    state.len() + held.len()
}

#[visible_async]
async fn of_a_chain(mut state: Log) -> usize {
    let mut held = log("held");
    state = state.step("a").onward(held.poke()).step("b");
    tick("after").await;
    state.len() + held.len()
}

#[visible_async]
async fn in_a_handler(mut state: Log) -> usize {
    for n in 0..2 {
        tokio::select! {
            biased;
            made = load("made") => {
                state = state.step(made.name());
                if n == 0 {
                    state = state.onward(log("temporary").name());
                }
            }
        }
        tick("turn").await;
    }
    state.len()
}

#[visible_async]
async fn in_a_closure(mut state: Log) -> usize {
    let mut next = || state = state.step(log("temporary").name());
    next();
    tick("between").await;
    next();
    state.len()
}

#[visible_async]
async fn left_from_a_handler(mut state: Log, early: bool) -> usize {
    let later = log("later");
    tokio::select! {
        biased;
        made = load("made") => {
            state = if early {
                state.poke();
                return made.len();
            } else {
                made
            };
        }
    }
    tick("after").await;
    state.len() + later.len()
}

// Behind the branch the local is where it was.
#[visible_async]
async fn in_an_arm(mut x: Log, n: usize) -> Log {
    tick("first").await;
    match n {
        0 => {
            x = x.onward("zero");
        }
        1 => x = x.step("one"),
        2 => {
            if x.len() > 2 {
                x = x.onward("two");
            }
        }
        _ => {}
    }
    x
}

#[visible_async]
async fn in_rounds(mut x: Log) -> Log {
    tick("first").await;
    for round in ["a", "b"] {
        x = x.onward(round);
    }
    x
}
