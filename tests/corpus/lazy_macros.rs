// Macros that may not evaluate what they are given.
use visible_async_test_support::prelude::*;

cases! {
    moved_if(true);
    moved_if(false);
    moved_never();
    below_its_level();
    below_the_level_of_log();
    moved_and_left(true, Some(1));
    moved_and_left(false, None);
    returns_or_not(Some(1));
    returns_or_not(None);
    returns_before_an_await(Some(1));
    returns_before_an_await(None);
    continues_or_not();
    panics_or_not();
    evaluated_again();
    matched_if_it_is_there(1);
    matched_if_it_is_there(0);
    given_to_a_call_if(1);
    given_to_a_call_if(0);
    moved_beside_a_number(3);
    moved_beside_a_number(0);
    named_in_a_message(true);
    named_in_a_message(false);
    named_in_a_message_of_another(true);
    named_in_a_message_of_another(false);
    evaluated_again_in_a_leaf();
}

macro_rules! lazy {
    ($c:expr, $x:expr) => {
        if $c {
            $x;
        }
    };
}
macro_rules! never {
    ($x:expr) => {
        if false {
            $x;
        }
    };
}
macro_rules! or {
    ($e:expr, $x:expr) => {
        match $e {
            Some(value) => value,
            None => $x,
        }
    };
}
/// One's own, whose level is off.
macro_rules! debug {
    ($($t:tt)*) => {
        if false {
            event(format!($($t)*));
        }
    };
}
macro_rules! report {
    ($($t:tt)*) => {
        if false {
            event(format!($($t)*));
        }
    };
}

#[visible_async]
async fn moved_if(b: bool) -> usize {
    let l = log("l");
    let m = log("m");
    tick("t").await;
    lazy!(b, drop(l));
    tick("u").await;
    m.len()
}

#[visible_async]
async fn moved_never() -> usize {
    let l = log("l");
    let m = log("m");
    tick("t").await;
    never!(drop(l));
    tick("u").await;
    m.len()
}

#[visible_async]
async fn below_its_level() -> usize {
    let l = log("l");
    let m = log("m");
    tick("t").await;
    report!("{}", l.finish());
    tick("u").await;
    m.len()
}

#[visible_async]
async fn below_the_level_of_log() -> usize {
    let l = log("l");
    let m = log("m");
    tick("t").await;
    debug!("{}", l.finish());
    tick("u").await;
    m.len()
}

#[visible_async]
async fn moved_and_left(b: bool, v: Option<usize>) -> usize {
    let l = log("l");
    tick("t").await;
    lazy!(
        {
            drop(l);
            b
        },
        return 3
    );
    tick("u").await;
    or!(v, return 4)
}

#[visible_async]
async fn returns_or_not(v: Option<usize>) -> usize {
    let l = log("x");
    tick("t").await;
    let n = or!(v, return 3);
    l.len() + n
}

#[visible_async]
async fn returns_before_an_await(v: Option<usize>) -> usize {
    let l = log("x");
    tick("t").await;
    let n = or!(v, return 3);
    tick("u").await;
    l.len() + n
}

#[visible_async]
async fn continues_or_not() -> usize {
    let mut n = 0;
    for i in 0..4 {
        tick("a").await;
        lazy!(i == 1, continue);
        tick("b").await;
        n += i;
    }
    n
}

#[visible_async]
async fn panics_or_not() -> usize {
    let l = log("x");
    tick("t").await;
    never!(panic!("3"));
    l.len()
}

macro_rules! twice {
    ($e:expr) => {
        for _ in 0..2 {
            $e;
        }
    };
}
#[visible_async]
async fn evaluated_again() -> usize {
    let mut l = log("l");
    let m = log("m");
    tick("t").await;
    twice!({
        l = log("again");
        drop(l)
    });
    tick("u").await;
    m.len()
}

#[visible_async]
async fn evaluated_again_in_a_leaf() -> usize {
    let mut l = log("l");
    let m = log("m");
    tick("t").await;
    twice!({
        l = load("again").await;
        drop(l)
    });
    tick("u").await;
    m.len()
}

macro_rules! looked {
    ($value:expr) => {
        $value.len()
    };
}
macro_rules! same {
    ($value:expr) => {
        $value
    };
}

#[visible_async]
async fn named_in_a_message(holds: bool) {
    let l = log("l");
    assert!(holds == load("t").await.name().starts_with('t'), "{}", looked!(l));
    tick("u").await;
}

#[visible_async]
async fn named_in_a_message_of_another(holds: bool) {
    let l = log("l");
    tick("t").await;
    same!(assert!(holds, "{}", looked!(l)));
    tick("u").await;
}

macro_rules! maybe {
    ($holds:expr, $value:expr) => {
        if $holds > 0 { Some($value) } else { None }
    };
}

#[visible_async]
async fn moved_beside_a_number(n: u32) -> usize {
    let l = log("l");
    tick("t").await;
    let given = maybe!(n, l);
    tick("u").await;
    given.map_or(0, |given| given.len())
}

#[visible_async]
#[allow(unused_braces)]
async fn matched_if_it_is_there(n: u32) -> usize {
    let l = log("l");
    tick("t").await;
    let len = match maybe!(n, { l }) {
        Some(l) => {
            tick("in").await;
            l.len()
        }
        None => 3,
    };
    event("mid".to_string());
    tick("u").await;
    len
}

#[visible_async]
#[allow(unused_braces)]
async fn given_to_a_call_if(n: u32) -> usize {
    let (l, m) = (log("l"), log("m"));
    tick("t").await;
    let len = (maybe!(n, { l }).map_or(0, |l| l.len()), m.send("s").await).0;
    event("mid".to_string());
    tick("u").await;
    len
}
