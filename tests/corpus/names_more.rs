// Names and control flow in odd places, continued.
use visible_async_test_support::prelude::*;

cases! {
    named_like_traits(pair("p"));
    break_in_operand();
    return_in_operand(true);
    question_in_array(true);
    break_in_match_in_loop();
    statement_expressions();
    parentheses();
    field_and_local_same_name();
    generic_named_as_local(log("g"));
    inner_function_same_name();
    module_paths();
    struct_shorthand();
    loop_in_condition();
    nested_macros_with_captures();
    break_out_of_let_else();
    closure_in_match_guard(Some(log("m")));
    futures_called_like_the_machine();
}

#[visible_async]
async fn break_in_operand() -> usize {
    let mut n = 0;
    let size = loop {
        n += 1;
        let held = log("held");
        let list = [log("x"), load("y").await, if n == 2 { break held.len() } else { log("z") }];
        tick(list[1].name()).await;
    };
    tick("after").await;
    size + n
}

#[visible_async]
async fn return_in_operand(leave: bool) -> usize {
    let held = log("held");
    let both = Pair {
        left: load("left").await,
        right: match leave {
            true => {
                tick("leaving").await;
                return held.len();
            }
            false => log("right"),
        },
    };
    both.left.len()
}

#[visible_async]
async fn question_in_array(fails: bool) -> Result<Vec<Log>, ReadError> {
    let _held = log("held");
    Ok(vec![log("first"), fail("second", false).await?, fail("third", fails).await?, log("fourth")])
}

#[visible_async]
async fn break_in_match_in_loop() -> Vec<usize> {
    let mut seen = Vec::new();
    let mut source = steps("s", 4);
    loop {
        let size = match source.next() {
            Some(step) if step.name() == "s2" => continue,
            Some(step) => step.send("x").await,
            None => break,
        };
        seen.push(size);
        if let [_, _] = seen[..] {
            tick("two").await;
        }
    }
    seen
}

#[visible_async]
#[allow(unused_unsafe)]
async fn statement_expressions() -> i32 {
    let held = log("held");
    let mut n = 1;
    if n == 1 {
        tick("if").await
    }
    match n {
        1 => n = leaf("two", 2).await,
        _ => {}
    }
    {
        tick("block").await
    }
    unsafe { tick("unsafe").await }
    loop {
        break tick("loop").await;
    }
    n += held.len() as i32;
    -n
}

#[visible_async]
#[allow(unused_parens)]
async fn parentheses() -> usize {
    let held = (log("held"));
    let size = ((load("x")).await).len() + ((held).send(("y"))).await;
    ((size) + ({ leaf("n", (1)) }).await)
}

#[visible_async]
async fn field_and_local_same_name() -> usize {
    let left = log("local");
    let both = pair("p");
    let size = both.left.send("x").await + left.len();
    let moved = Pair { left: both.right, right: both.left };
    tick("wait").await;
    drop(left);
    tick("more").await;
    size + moved.left.len()
}

#[visible_async]
#[allow(non_camel_case_types)]
async fn generic_named_as_local<value: std::fmt::Debug>(item: value) -> String {
    let value: value = item;
    tick("wait").await;
    format!("{value:?}")
}

#[visible_async]
async fn inner_function_same_name() -> usize {
    fn size(held: &Log) -> usize {
        let size = held.len();
        size + 1
    }
    async fn inner_function_same_name(n: usize) -> usize {
        tick("inner").await;
        n
    }
    let held = log("held");
    let size = size(&held) + inner_function_same_name(2).await;
    tick("wait").await;
    size
}

#[visible_async]
async fn module_paths() -> usize {
    let held = self::make("held");
    let other = self::wrap::<Log>(held).await;
    tick("wait").await;
    other.map_or(core::primitive::usize::MIN, |value| value.len())
}

async fn wrap<T>(value: T) -> Option<T> {
    tick("wrap").await;
    Some(value)
}

fn make(name: &str) -> Log {
    log(name)
}

#[visible_async]
async fn struct_shorthand() -> Pair {
    let left = load("left").await;
    let right = load("right").await;
    let both = Pair { left, right };
    let Pair { left, right } = both;
    tick("wait").await;
    let Pair { left: ref l, right: r } = Pair { right: left, left: right };
    tick("more").await;
    Pair { left: log(l.name()), right: r }
}

#[visible_async]
async fn loop_in_condition() -> usize {
    let held = log("held");
    if loop {
        let inner = log("inner");
        if inner.send("x").await > 1 {
            break true;
        }
    } {
        held.send("yes").await
    } else {
        0
    }
}

#[visible_async]
async fn nested_macros_with_captures() -> String {
    let held = log("held");
    let list = vec![format!("{held}"), format!("{}", format_args!("{held}!"))];
    tick("wait").await;
    let text = format!("{list:?}{}", vec![load("x").await, log("y")].len());
    assert!(matches!(list.as_slice(), [first, _] if *first == format!("{held}")), "{held}");
    text
}

#[visible_async]
async fn break_out_of_let_else() -> usize {
    let mut total = 0;
    for n in 0..4 {
        let held = log("held");
        let Some(half) = (n % 2 == 0).then_some(n / 2) else {
            tick("odd").await;
            continue;
        };
        let (0 | 1) = half else { break };
        total += held.send("even").await + half;
    }
    total
}

#[visible_async]
async fn closure_in_match_guard(value: Option<Log>) -> usize {
    let limit = log("l");
    let size = match value {
        Some(ref inner) if [1, 2].iter().any(|&n| n > limit.len() && inner.len() == 1) => {
            tick("arm").await;
            1
        }
        Some(_) | None => 0,
    };
    tick("after").await;
    size + value.map_or(0, Log::finish)
}

struct Process(Log);

impl Process {
    async fn output(&self) -> Log {
        load("output").await
    }
    async fn state(&self) -> Log {
        load("state").await
    }
    async fn tag(&self) -> Log {
        load("tag").await
    }
    async fn cx(&self) -> Log {
        load("cx").await
    }
    async fn result(&self) -> Result<Log, Log> {
        Ok(load("result").await)
    }
}

#[visible_async]
async fn futures_called_like_the_machine() -> Result<usize, Log> {
    let process = Process(log("process"));
    let mut size = process.output().await.len();
    let state = process.state().await;
    size += process.tag().await.len() + process.cx().await.len();
    size += Some(process.result().await?).map_or(0, |log| log.finish());
    process.tag().await;
    Ok(size + state.len() + process.0.len())
}

#[visible_async]
async fn named_like_traits(both: Pair) -> usize {
    let left = both.left;
    let (copy, send) = (load("copy").await, load("send").await);
    tick("between").await;
    left.len() + copy.len() + send.len()
}
