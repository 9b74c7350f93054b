// Match as an operand: what its patterns leave of a temporary, and when that dies.
use visible_async_test_support::prelude::*;

cases! {
    scrutinee_outlives_operands(true);
    scrutinee_outlives_operands(false);
    match_leaves_a_rest(0);
    match_leaves_a_rest(1);
    match_leaves_a_rest(2);
    match_leaves_a_rest(9);
    rest_outlives_operands(log("head"), true);
    rest_outlives_operands(log("head"), false);
    rests_of_an_operand(true);
    rests_of_an_operand(false);
    rests_with_guard(3);
    rests_with_guard(8);
    type_by_the_pattern(0);
    type_by_the_pattern(1);
    type_by_the_pattern(2);
    guard_runs_beside_operands(true, true);
    guard_runs_beside_operands(true, false);
    guard_runs_beside_operands(false, false);
    native_guard_beside_operands(true, true);
    native_guard_beside_operands(true, false);
    native_guard_beside_operands(false, false);
    scrutinee_stays_beside_operands(true);
    scrutinee_stays_beside_operands(false);
    operands_die_before_temporaries_of_an_arm(true);
    operands_die_before_temporaries_of_an_arm(false);
    fields_die_before_temporaries_of_an_arm(true);
    fields_die_before_temporaries_of_an_arm(false);
}

#[visible_async]
async fn guard_runs_beside_operands(some: bool, first: bool) -> (Log, Log) {
    let both = (
        log("operand"),
        match leaf("some", some.then(|| log("some"))).await {
            Some(found) if leaf("guard", first).await => found,
            Some(found) => found.with("second"),
            None => load("none").await,
        },
    );
    tick("between").await;
    (
        both.0,
        match Some(both.1) {
            Some(found) if leaf("guard at the end", first).await => found,
            Some(found) => found.with("more"),
            None => log("none"),
        },
    )
}

#[visible_async]
async fn native_guard_beside_operands(some: bool, first: bool) -> usize {
    let all = (
        load("operand").await,
        match some.then(|| log("some")) {
            Some(found) if ev("guard", first) => found,
            Some(found) => found.with("second"),
            None => log("none"),
        },
        load("last").await,
    );
    all.1.len()
}

#[visible_async]
async fn scrutinee_stays_beside_operands(some: bool) -> usize {
    let all = (
        load("operand").await,
        match some.then(|| log("scrutinee")) {
            Some(_) => log("some"),
            None => log("none"),
        },
        load("between").await,
        match leaf("waited for", Some(log("waited for"))).await {
            Some(_) => log("other"),
            None => log("none"),
        },
        load("last").await,
    );
    all.1.len()
}

#[visible_async]
async fn operands_die_before_temporaries_of_an_arm(some: bool) -> (Log, usize) {
    match some.then(|| log("some")) {
        Some(found) => (found, log("temporary").itself().send("one").await),
        None => (log("none"), log("temporary").itself().send("two").await),
    }
}

#[visible_async]
async fn fields_die_before_temporaries_of_an_arm(some: bool) -> Pair {
    match some.then(|| log("some")) {
        Some(left) => Pair { left, right: log(format!("{}", log("temporary").itself().send("one").await)) },
        None => pair("none"),
    }
}

trait Itself {
    fn itself(&self) -> &Self {
        self
    }
}

impl Itself for Log {}

#[derive(Debug)]
enum Phase {
    Idle,
    Open(Log),
    Closed,
}

#[visible_async]
async fn match_leaves_a_rest(count: u8) -> Phase {
    let mut phase = Phase::Idle;
    for n in 0..count {
        let digit = Some(n).filter(|n| *n < 4);
        phase = match (phase, digit) {
            (_, None) => Phase::Closed,
            (Phase::Idle, Some(0)) => {
                tick("opening").await;
                Phase::Open(log("first"))
            }
            (Phase::Open(old), Some(digit)) => {
                old.send("old").await;
                Phase::Open(log(&format!("next{digit}")))
            }
            (other, _) => other,
        };
    }
    phase
}

#[visible_async]
async fn rest_outlives_operands(head: Log, first: bool) -> usize {
    let mut sum = 1;
    sum += match (head, log("rest")) {
        (head, _) if first => head.send("one").await,
        (_, rest) => rest.send("two").await,
    } + log("beside").len();
    let pair = (
        log("before"),
        match (log("taken"), log("left")) {
            (taken, _) => {
                tick("in").await;
                taken
            }
        },
        log("after"),
    );
    tick("made").await;
    sum + pair.0.len() + pair.1.len()
}

#[visible_async]
async fn rests_of_an_operand(first: bool) -> usize {
    let mut kept = log("kept");
    kept = match (log("a"), (log("b"), log("c")), pair("d")) {
        (a, (_, c), _) if first => {
            tick("first").await;
            drop(c);
            a
        }
        (_, (b, _), _) => {
            tick("second").await;
            b
        }
    };
    tick("assigned").await;
    kept.len()
}

#[visible_async]
async fn rests_with_guard(n: u8) -> usize {
    let held = log("held");
    let mut word = log("word");
    word = match (held, n) {
        (held, n) if n > 5 => {
            tick("guarded").await;
            held
        }
        (held, _) => {
            held.send("else").await;
            log("new")
        }
    };
    word.len()
}

#[visible_async]
async fn scrutinee_outlives_operands(first: bool) -> usize {
    let both = (
        log("before"),
        match log("looked at") {
            ref it => {
                tick("in").await;
                it.len()
            }
        },
        log("after"),
    );
    tick("made").await;
    let both = (
        log("before"),
        match Some(log("looked at")) {
            Some(it) if first => {
                tick("in").await;
                it.len()
            }
            _ => {
                tick("other").await;
                1
            }
        },
        log("after"),
    );
    tick("made").await;
    let both = (
        log("before"),
        if let Some(ref it) = Some(log("looked at")) {
            tick("in").await;
            it.len()
        } else {
            4
        },
        log("after"),
    );
    tick("made").await;
    both.1
}

enum Response<T> {
    Ok(T),
    Err { error: Log },
}

trait Answer: Sized {
    fn answer(number: usize) -> Response<Self>;
}

impl Answer for Pair {
    fn answer(number: usize) -> Response<Self> {
        if number == 0 { Response::Ok(pair("answer")) } else { Response::Err { error: log(format!("error {number}")) } }
    }
}

async fn request<T: Answer>(number: usize) -> Result<Response<T>, Log> {
    tick("request").await;
    Ok(T::answer(number))
}

/// What the request is for is known by the last arm.
#[visible_async]
async fn type_by_the_pattern(number: usize) -> Result<usize, Log> {
    match request(number).await? {
        Response::Err { error } if error.len() == 7 && number == 1 => {
            tick("first").await;
            Ok(error.finish())
        }
        Response::Err { error } => Err(error),
        Response::Ok::<Pair>(both) => {
            tick("both").await;
            Ok(both.left.len())
        }
    }
}
