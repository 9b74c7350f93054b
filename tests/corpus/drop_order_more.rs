// Drop order, continued.
use visible_async_test_support::prelude::*;

cases! {
    shadowed_and_live();
    awaited_future_is_temporary();
    patterns_in_let();
    wildcard_and_underscore();
    assignment_drops_old();
    match_guard_temporaries();
    closures_and_captures();
    block_tail_temporaries();
    everything_at_once(log("arg"), true);
    everything_at_once(log("arg"), false);
    references_to_fields();
    deep_expression();
    same_names();
    let_else_leftovers(false);
    drops_between_polls();
    boxed_and_collected();
    assigned_before_one_that_stays(true);
    assigned_before_one_that_stays(false);
    assigned_before_one_of_a_match(2);
}

#[visible_async]
async fn shadowed_and_live() -> usize {
    let x = log("x1");
    let x = (load("x2").await, x.len());
    tick("one").await;
    let x = log(format!("{}3", x.0));
    tick("two").await;
    for x in steps("x", 1) {
        let x = x.with("inner");
        tick("three").await;
        x.touch("inside");
    }
    x.finish()
}

#[visible_async]
async fn awaited_future_is_temporary() -> usize {
    let a = log("a");
    let first = async { log("inside").send(a.name()).await }.await;
    event("after first");
    let second = leaf("future", load("value").await).await.len();
    tick("wait").await;
    first + second
}

#[visible_async]
async fn patterns_in_let() -> usize {
    let (a, _, ref c) = (log("a"), log("b"), log("c"));
    let [x, .., z] = [log("x"), log("y"), load("z").await];
    let Pair { left, right: _ } = pair("p");
    tick("wait").await;
    drop(x);
    tick("more").await;
    a.len() + c.len() + z.len() + left.len()
}

#[visible_async]
async fn wildcard_and_underscore() {
    let _ = log("at once");
    let _kept = log("kept");
    let (_, _also) = (log("part"), load("also").await);
    _ = load("assigned").await;
    tick("wait").await;
    let _ = &log("extended");
    tick("end").await;
}

#[visible_async]
async fn assignment_drops_old() -> Log {
    let mut value = log("one");
    let after = log("after");
    value = load("two").await;
    event("assigned");
    value = after + value;
    tick("wait").await;
    let mut slot = Some(value);
    slot = match slot {
        Some(inner) => Some(inner.with("!").with(load("more").await.name())),
        None => None,
    };
    slot.unwrap_or_default()
}

#[visible_async]
async fn match_guard_temporaries() -> usize {
    let value = log("value");
    match log("scrutinee").len() {
        9 if log("guard1").send("x").await == 0 => 1,
        n if log("guard2").len() + n > 100 => 2,
        n if log("guard3").send(value.name()).await > n => {
            tick("arm").await;
            value.finish()
        }
        _ => 3,
    }
}

#[visible_async]
async fn closures_and_captures() -> usize {
    let a = log("a");
    let b = log("b");
    let owns = move || b.len();
    let c = log("c");
    let borrows = || a.len() + c.len();
    tick("wait").await;
    let size = owns() + borrows();
    drop(owns);
    tick("after").await;
    size
}

#[visible_async]
async fn block_tail_temporaries() -> usize {
    let outer = log("outer");
    let size = {
        let _inner = log("inner");
        log("tail").send(outer.name()).await
    };
    event("after block");
    let flag = { log("condition").len() } > 3 && { load("second").await.len() } > 3;
    tick("wait").await;
    if flag { size } else { 0 }
}

#[visible_async]
async fn everything_at_once(arg: Log, long: bool) -> Result<usize, AppError> {
    let shared = Guarded::new("shared");
    let whole = pair("w");
    let mut total = arg.send("start").await;
    for (n, step) in steps("s", 2).enumerate() {
        let guard = shared.read();
        let part = match fail("part", false).await? {
            part if n == 0 => part,
            part if long => {
                total += part.send(guard.name()).await;
                part.with("+")
            }
            part => {
                drop(guard);
                let both = step + part;
                return Ok(both.commit().await? + whole.right.finish());
            }
        };
        total += part.len();
    }
    let left = whole.left;
    tick("end").await;
    Ok(total + left.finish())
}

#[visible_async]
async fn references_to_fields() -> usize {
    let outer = (pair("p"), log("side"));
    let right = &outer.0.right;
    let made = (&log("t1"), log("t2").len(), right);
    tick("wait").await;
    let size = made.0.len() + made.1 + made.2.send("x").await;
    let (Pair { left, .. }, _) = outer;
    tick("moved").await;
    size + left.finish()
}

#[visible_async]
async fn deep_expression() -> usize {
    let a = log("a");
    [
        (log("b").len() + load("c").await.len()) * (log("d").send("1").await),
        a.len() + [log("e"), load("f").await].len(),
        { log("g") }.send(log("h").with(load("i").await.name()).name()).await,
    ]
    .iter()
    .sum::<usize>()
        + log("j").send("2").await
}

#[visible_async]
async fn same_names() {
    let a = log("same");
    let b = log("same");
    tick("one").await;
    let a = (a, log("same"));
    drop(b);
    tick("two").await;
    a.0.touch("end");
}

#[visible_async]
async fn let_else_leftovers(found: bool) -> Log {
    let a = log("a");
    let (Some(value), _kept) = (leaf("maybe", found.then(|| log("value"))).await, log("kept")) else {
        let b = log("b");
        tick("else").await;
        return b + a;
    };
    tick("found").await;
    value
}

#[visible_async]
async fn drops_between_polls() {
    let a = log("a");
    drop(load("b").await);
    let c = log("c");
    tick("one").await;
    drop(c);
    let d = log("d");
    tick("two").await;
    drop((d, a));
    tick("three").await;
    let _e = log("e");
}

#[visible_async]
async fn boxed_and_collected() -> usize {
    let boxed: Box<dyn std::any::Any + Send> = Box::new(log("boxed"));
    let list: Vec<Log> = steps("s", 2).collect();
    let shared = std::rc::Rc::new(log("shared"));
    let other = std::rc::Rc::clone(&shared);
    tick("wait").await;
    drop(shared);
    tick("one left").await;
    drop(boxed);
    list.len() + other.len()
}

// `first` has no value over the await: it is declared again, and dies after `second`.
#[visible_async]
async fn assigned_before_one_that_stays(moved: bool) -> usize {
    let (mut first, second) = (load("first").await, log("second"));
    let size = first.finish();
    tick("flag").await;
    if moved {
        drop(second);
    }
    first = log("anew");
    size
}

#[visible_async]
async fn assigned_before_one_of_a_match(n: usize) -> usize {
    match (log("first"), log("second")) {
        (mut first, second) => {
            let size = first.finish();
            tick("wait").await;
            first = log("anew");
            tick("again").await;
            let third = if n == 1 { second } else { log("third") };
            first.touch("end");
            size + third.len()
        }
    }
}
