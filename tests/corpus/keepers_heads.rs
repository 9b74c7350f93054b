// What a `for` goes over is given by a call that may move its local.
use visible_async_test_support::prelude::*;

cases! {
    moves_what_it_goes_over(2);
    moves_what_it_goes_over(0);
    lends_what_it_goes_over();
    left_in_a_turn(0);
    left_in_a_turn(1);
    left_in_a_turn(2);
    argument_over_the_turns();
    adapted_further(1);
    by_a_reference_to_the_result();
    in_an_outer_loop(2);
    behind_a_part();
}

/// What each method does with its receiver is hidden behind a macro.
mod far {
    use super::*;
    pub struct Crate {
        pub logs: Vec<Log>,
        pub label: Log,
    }
    pub struct Unpacked<'c> {
        rest: std::vec::IntoIter<Log>,
        _of: &'c Log,
    }
    impl Iterator for Unpacked<'_> {
        type Item = Log;
        fn next(&mut self) -> Option<Log> {
            event("next");
            self.rest.next()
        }
    }
    impl Drop for Unpacked<'_> {
        fn drop(&mut self) {
            event(format!("unpacked {}", self._of.name()));
        }
    }
    macro_rules! hidden { ($($name:ident($this:ty $(, $with:ident: $ty:ty)*) -> $out:ty;)*) => { $(pub fn $name(self: $this $(, $with: $ty)*) -> $out { self.run($($with),*) })* } }
    impl Crate {
        hidden! {
            first_of(Self, count: usize) -> std::iter::Take<std::vec::IntoIter<Log>>;
        }
        fn run(self, count: usize) -> std::iter::Take<std::vec::IntoIter<Log>> {
            event("run");
            let Crate { logs, label: _label } = self;
            logs.into_iter().take(count)
        }
    }
    pub struct Shelf(pub Crate);
    impl Shelf {
        hidden! {
            unpack(&mut Self, with: &Log) -> Unpacked<'_>;
        }
        fn run(&mut self, with: &Log) -> Unpacked<'_> {
            event(format!("unpack {}", with.name()));
            Unpacked { rest: std::mem::take(&mut self.0.logs).into_iter(), _of: &self.0.label }
        }
    }
}
use far::{Crate, Shelf};

fn packed() -> Crate {
    Crate { logs: vec![log("a"), log("b"), log("c")], label: log("label") }
}

#[visible_async]
async fn moves_what_it_goes_over(count: usize) -> usize {
    let all = packed();
    let later = load("later").await;
    let mut size = 0;
    for one in all.first_of(count) {
        size += one.len();
    }
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn lends_what_it_goes_over() -> usize {
    let mut shelf = Shelf(packed());
    let with = load("with").await;
    let mut size = 0;
    for one in shelf.unpack(&with) {
        size += one.len();
    }
    tick("after").await;
    size
}

#[visible_async]
async fn left_in_a_turn(at: usize) -> usize {
    let mut shelf = Shelf(packed());
    let with = load("with").await;
    let mut size = 0;
    for one in shelf.unpack(&with) {
        if size == at && at == 0 {
            return one.len();
        }
        size += 1;
        if size > at {
            break;
        }
    }
    tick("after").await;
    size
}

#[visible_async]
async fn argument_over_the_turns() -> usize {
    let mut shelf = Shelf(packed());
    tick("wait").await;
    let mut size = 0;
    for one in shelf.unpack(&pair("argument").left) {
        size += one.len();
    }
    tick("after").await;
    size
}

#[visible_async]
async fn adapted_further(skipped: usize) -> usize {
    let all = packed();
    let beside = load("beside").await;
    let mut names = String::new();
    for (at, one) in all.first_of(3).skip(skipped).enumerate() {
        names.push_str(one.name());
        names.push_str(if at == 0 { beside.name() } else { "-" });
    }
    tick("after").await;
    names.len()
}

#[visible_async]
async fn by_a_reference_to_the_result() -> usize {
    let all = packed();
    let beside = load("beside").await;
    let mut size = 0;
    for one in &mut all.first_of(2) {
        size += one.len() + beside.len();
    }
    tick("after").await;
    size
}

#[visible_async]
async fn in_an_outer_loop(rounds: usize) -> usize {
    let mut size = 0;
    for round in 0..rounds {
        let all = packed();
        tick("turn").await;
        for one in all.first_of(round) {
            size += one.len();
        }
        tick("end").await;
    }
    size
}

struct Both {
    all: Crate,
    beside: Log,
}

#[visible_async]
async fn behind_a_part() -> usize {
    let both = Both { all: packed(), beside: log("beside") };
    tick("wait").await;
    let mut size = 0;
    for one in both.all.first_of(2) {
        size += one.len();
    }
    tick("after").await;
    size + both.beside.len()
}
