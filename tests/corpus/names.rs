// Names: constants in patterns, locals named as functions or labels, shadowing in closures, blocks, arms and macros; control
// flow that leaves while operands are in flight, or that belongs to a closure or an async block instead.
use visible_async_test_support::prelude::*;

cases! {
    constants_in_patterns(2);
    constants_in_patterns(3);
    local_named_as_function();
    shadowed_in_closure();
    shadowed_in_arms(Some(log("given")));
    shadowed_in_macro();
    labels_reused();
    label_named_as_local();
    closure_with_control_flow();
    block_with_control_flow();
    continue_in_operand();
}

const LIMIT: usize = 2;
const COUNT: usize = 5;

#[derive(Debug, PartialEq)]
enum Kind {
    Small,
    Large,
}

#[visible_async]
async fn constants_in_patterns(n: usize) -> Kind {
    use Kind::{Large, Small};
    const LOCAL: usize = 3;
    let held = log("held");
    let kind = match n + leaf("zero", 0).await {
        LIMIT => Small,
        LOCAL => {
            tick("local").await;
            Large
        }
        usize::MAX => Small,
        COUNT => Large,
        other => {
            held.send(&other.to_string()).await;
            Large
        }
    };
    if let Small = kind { leaf("small", Small).await } else { kind }
}

#[visible_async]
async fn local_named_as_function() -> usize {
    let leaf = leaf("leaf", 1).await;
    let log = load("log").await;
    let tick = tick("tick");
    tick.await;
    leaf + log.len()
}

#[visible_async]
async fn shadowed_in_closure() -> usize {
    let value = log("outer");
    let other = log("other");
    let measure = |value: &Log| {
        let other = value.len();
        other + 1
    };
    tick("wait").await;
    let size = measure(&other);
    size + value.len() + other.len()
}

#[visible_async]
async fn shadowed_in_arms(value: Option<Log>) -> usize {
    let inner = log("outer inner");
    let size = match value {
        Some(inner) => inner.send("arm").await,
        None => inner.send("none").await,
    };
    {
        let inner = load("block").await;
        tick("block").await;
        inner.touch("block");
    }
    size + inner.len()
}

#[visible_async]
async fn shadowed_in_macro() -> usize {
    macro_rules! doubled {
        ($e:expr) => {{
            let value = $e;
            value + value
        }};
    }
    let value = log("value");
    let size = doubled!(value.len());
    tick("wait").await;
    size + doubled!(leaf("n", value.len()).await)
}

#[visible_async]
async fn labels_reused() -> usize {
    let mut n = 0;
    'a: loop {
        let held = log("held");
        n += 1;
        tick("one").await;
        if n > 1 {
            break 'a;
        }
        held.touch("x");
    }
    'a: for step in steps("s", 2) {
        let size = 'b: {
            if step.send("x").await > 100 {
                break 'b 0;
            }
            if n > 3 {
                break 'a;
            }
            2
        };
        n += size;
    }
    n
}

#[visible_async]
async fn label_named_as_local() -> usize {
    let held = log("held");
    'held: loop {
        tick("wait").await;
        break 'held held.finish();
    }
}

#[visible_async]
async fn closure_with_control_flow() -> usize {
    let limit = log("limit");
    let search = |list: &[usize]| {
        for &n in list {
            if n > limit.len() {
                return Some(n);
            }
            if n == 0 {
                break;
            }
        }
        None
    };
    tick("wait").await;
    let found = search(&[1, 7, 9]);
    tick("more").await;
    found.unwrap_or(0) + search(&[0, 9]).unwrap_or(1)
}

#[visible_async]
async fn block_with_control_flow() -> Result<usize, AppError> {
    let held = log("held");
    let mut total = 0;
    for n in 0..3 {
        let part = async {
            let mut rounds = 0;
            loop {
                rounds += 1;
                if rounds > n {
                    break;
                }
                fail("inner", rounds == 2).await?;
            }
            if n == 1 {
                return Ok::<_, ReadError>(held.len());
            }
            Ok(rounds)
        };
        match part.await {
            Ok(size) => total += size,
            Err(_) => continue,
        }
    }
    Ok(total)
}

#[visible_async]
async fn continue_in_operand() -> usize {
    let mut total = 0;
    for n in 0..3 {
        let a = log("a");
        let sum = log("t") + load("u").await + if n == 1 { continue } else { log("v") };
        total += sum.len() + a.len();
    }
    total
}
