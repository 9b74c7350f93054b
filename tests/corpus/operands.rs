// Awaits in each operand position: what was evaluated before waits with the future, and drops if it is cancelled.
use visible_async_test_support::prelude::*;

cases! {
    call_arguments();
    call_of_awaited();
    reborrowed_argument();
    method_arguments();
    method_chain();
    arithmetic();
    overloaded();
    short_circuit(true);
    short_circuit(false);
    compound_assignment();
    overloaded_assignment();
    block_operands();
    unsafe_block();
    labelled_block(1);
    labelled_block(3);
    if_as_operand(true);
    match_as_operand(Some(1));
    return_inside_operand(true);
    return_inside_operand(false);
    closure_call();
    nested_awaits();
    await_of_awaited_future();
    comparison();
    question_in_arguments(false);
    question_in_arguments(true);
    lazy_operands();
}

fn join(a: Log, b: &Log, c: Log) -> usize {
    event(format!("join {a} {b} {c}"));
    1
}

#[visible_async]
async fn call_arguments() -> usize {
    let size = join(log("a"), &load("b").await, load("c").await);
    size + join(load("d").await, &log("e"), log("f"))
}

#[visible_async]
async fn call_of_awaited() -> usize {
    let pick = leaf("pick", join as fn(Log, &Log, Log) -> usize);
    pick.await(log("a"), &log("b"), load("c").await)
}

#[visible_async]
async fn method_arguments() -> Option<Log> {
    let base = log("base");
    let mut slot = Some(log("old"));
    let taken = slot.replace(load("new").await);
    event(format!("{taken:?} {}", base.len()));
    Some(log("first")).xor(leaf("second", None::<Log>).await).or(Some(load("third").await))
}

#[visible_async]
async fn method_chain() -> usize {
    load("page").await.with("1").fill("2").await.grow(load("3").await.name()).send("4").await
}

#[visible_async]
async fn arithmetic() -> usize {
    let a = log("a");
    let x = a.len() + load("bb").await.len() * ev("two", 2) - leaf("one", 1).await;
    (x << leaf("shift", 1).await) | (ev("mask", 1) & leaf("bits", 3).await) ^ (x % leaf("seven", 7).await)
}

#[visible_async]
async fn overloaded() -> Log {
    let sum = log("a") + load("b").await + (log("c") + -load("d").await);
    event(format!("{}", !&sum));
    sum
}

#[visible_async]
async fn short_circuit(go: bool) -> (bool, bool, bool) {
    let held = log("held");
    let both = go && load("left").await.len() == 4 && log("right").len() == leaf("five", 5).await;
    let either = !go || leaf("either", true).await || ev("never", false);
    let mixed = (go || leaf("a", true).await) && (log("tmp").len() > 9 || leaf("b", go).await);
    held.touch("end");
    (both, either, mixed)
}

#[visible_async]
async fn compound_assignment() -> usize {
    let mut total = 1;
    total += load("four").await.len();
    total *= ev("three", 3) + leaf("one", 1).await;
    let mut table = [1, 2, 3];
    table[leaf("at", 1_usize).await] += total;
    table[ev("second", 2)] -= leaf("less", 3).await;
    table.iter().sum()
}

#[visible_async]
async fn overloaded_assignment() -> Log {
    let mut sum = log("sum");
    sum += load("a").await;
    sum += leaf("number", 5).await;
    let mut both = pair("p");
    both.left += load("b").await;
    both[ev("one", 1)] += load("c").await;
    sum += both.right;
    sum
}

#[visible_async]
#[allow(unused_braces)]
async fn block_operands() -> usize {
    let size = {
        let a = log("a");
        a.send("x").await
    } + {
        let b = load("b").await;
        b.len()
    };
    join({ log("c") }, &{ load("d").await }, { log("e").with("!") }) + size
}

#[visible_async]
async fn unsafe_block() -> usize {
    let name = String::from("held");
    let pointer: *const String = &raw const name;
    let held = log("held");
    // SAFETY: `name` is alive and not changed meanwhile.
    let size = unsafe {
        let view: &String = &*pointer;
        tick("inside").await;
        view.len()
    };
    size + held.len()
}

#[visible_async]
async fn labelled_block(limit: usize) -> Log {
    let outer = log("outer");
    let found = 'search: {
        let first = load("first").await;
        if limit < 2 {
            break 'search first;
        }
        let second = load("second").await;
        if second.len() > limit {
            break 'search second.with("+");
        }
        log("none")
    };
    tick("after").await;
    outer.touch("end");
    found
}

#[visible_async]
async fn if_as_operand(quick: bool) -> usize {
    let a = log("a");
    let size = join(a, &load("b").await, if quick { load("quick").await } else { log("slow") });
    size + if leaf("flag", quick).await { 1 } else { 2 }
}

#[visible_async]
async fn match_as_operand(choice: Option<usize>) -> usize {
    log("base").len()
        + match choice {
            Some(n) => load("some").await.len() * n,
            None => 0,
        }
        + leaf("last", 1).await
}

#[visible_async]
async fn return_inside_operand(leave: bool) -> usize {
    let a = log("a");
    let size = join(a, &load("b").await, if leave { return 9 } else { load("c").await });
    size + 1
}

#[visible_async]
async fn closure_call() -> usize {
    let base = log("base");
    let measure = |more: usize| base.len() + more;
    let first = measure(leaf("one", 1).await);
    tick("wait").await;
    first + measure(load("two").await.len())
}

#[visible_async]
async fn nested_awaits() -> usize {
    leaf("outer", leaf("inner", load("value").await.len()).await + 1).await
}

#[visible_async]
async fn await_of_awaited_future() -> usize {
    let later = leaf("later", leaf("value", 5)).await;
    event("have a future");
    later.await + leaf("outer", async { load("inner").await.len() }).await.await
}

#[visible_async]
async fn comparison() -> bool {
    let a = log("a");
    let less = a < load("b").await;
    less && log("c") == load("c").await && ev("one", 1) <= leaf("two", 2).await
}

#[visible_async]
async fn question_in_arguments(fails: bool) -> Result<usize, AppError> {
    let size = join(log("a"), &fail("b", false).await?, fail("c", fails).await?);
    Ok(size)
}

#[visible_async]
async fn lazy_operands() -> Option<usize> {
    let a = leaf("a", Some(log("a"))).await?;
    let b = leaf("b", Some(1)).await.filter(|n| *n < 2).unwrap_or_default();
    a.len().checked_sub(b + leaf("c", 0).await)
}

async fn fill_twice(log: &mut Log, size: usize) -> usize {
    log.fill("once").await;
    log.len() + size
}

#[visible_async]
async fn reborrowed_argument() -> usize {
    let mut page = log("page");
    let lent = &mut page;
    tick("before").await;
    let size = fill_twice(lent, leaf("size", 1).await).await;
    size + fill_twice(lent, leaf("again", 2).await).await
}
