// Closures and iterator chains that capture locals and live across an await.
use visible_async_test_support::prelude::*;

cases! {
    closure_that_matches(log("given"), 3);
    pinned_inside();
    borrowing_closure();
    mutating_closure();
    move_closure();
    closure_moves_on_call();
    closure_in_a_moving_closure(1);
    closure_in_a_moving_closure(2);
    closure_made_before_used_after();
    closure_passed_on();
    chain_over_wait();
    chain_collected_after();
    lazy_chain_kept();
    fold_with_captured();
    closure_returns_closure();
    closure_shadows();
    closure_with_question(true);
    boxed_closures();
    precise_capture();
    move_closure_copies();
    closure_in_loop();
    sort_by_captured();
    called_once_on_one_path(true);
    called_once_on_one_path(false);
}

#[visible_async]
async fn borrowing_closure() -> usize {
    let base = log("base");
    let measure = |extra: &Log| base.len() + extra.len();
    let first = measure(&load("one").await);
    tick("wait").await;
    first + measure(&log("two"))
}

#[visible_async]
async fn mutating_closure() -> Vec<usize> {
    let mut sizes = Vec::new();
    let held = log("held");
    let mut note = |value: Log| sizes.push(value.len());
    note(load("a").await);
    tick("wait").await;
    note(load("bb").await);
    held.touch("end");
    sizes
}

#[visible_async]
async fn move_closure() -> usize {
    let owned = log("owned");
    let other = log("other");
    let measure = move || owned.len();
    tick("wait").await;
    let size = measure() + other.len();
    tick("again").await;
    size + measure()
}

#[visible_async]
async fn closure_moves_on_call() -> usize {
    let value = load("value").await;
    let consume = || value.finish();
    tick("wait").await;
    let size = consume();
    tick("after").await;
    size
}

#[visible_async]
async fn closure_made_before_used_after() -> String {
    let (a, b) = (log("a"), load("b").await);
    let describe = |sep: &str| format!("{a}{sep}{b}");
    let first = describe("-");
    tick("wait").await;
    drop(first);
    describe(leaf("sep", "+").await)
}

fn apply(value: Log, change: impl Fn(Log) -> Log) -> Log {
    change(value)
}

#[visible_async]
async fn closure_passed_on() -> usize {
    let suffix = log("suffix");
    let changed = apply(load("value").await, |value| value.with(suffix.name()));
    tick("wait").await;
    let again = apply(changed, |value| value.with("!"));
    again.send("x").await
}

#[visible_async]
async fn chain_over_wait() -> usize {
    let limit = log("limit");
    let total: usize = steps("s", 3).map(|step| step.len()).filter(|&size| size < limit.len()).sum();
    tick("wait").await;
    total + limit.finish()
}

#[visible_async]
async fn chain_collected_after() -> Vec<Log> {
    let suffix = load("suffix").await;
    let list = vec![log("a"), log("b")];
    let chain = list.into_iter().map(|value| value.with(suffix.name()));
    tick("wait").await;
    chain.collect()
}

#[visible_async]
async fn lazy_chain_kept() -> usize {
    let names = [log("a"), log("bb"), log("ccc")];
    let mut chain = names.iter().filter(|name| name.len() > 1).map(Log::len);
    let first = chain.next().unwrap_or(0);
    tick("wait").await;
    first + chain.next().unwrap_or(0) + names[0].len()
}

#[visible_async]
async fn fold_with_captured() -> usize {
    let weights = vec![1, 2, 3];
    let start = load("start").await;
    let total = weights.iter().fold(start.len(), |sum, weight| sum * 2 + weight);
    tick("wait").await;
    weights.iter().zip(steps("s", 2)).map(|(weight, step)| weight * step.len()).sum::<usize>() + total
}

#[visible_async]
async fn closure_returns_closure() -> usize {
    let base = log("base");
    let make = |n: usize| {
        let base = &base;
        move |m: usize| base.len() + n * m
    };
    let twice = make(2);
    tick("wait").await;
    twice(leaf("three", 3).await) + make(1)(1)
}

#[visible_async]
async fn closure_shadows() -> usize {
    let value = log("outer");
    let inner = |value: &str| value.len();
    tick("wait").await;
    let size = inner("abc");
    size + value.len()
}

#[visible_async]
async fn closure_with_question(good: bool) -> Result<usize, AppError> {
    let held = log("held");
    let parse = |text: &str| -> Result<usize, Log> {
        let n: usize = text.parse().map_err(|_| log("unparsable"))?;
        Ok(n + held.len())
    };
    let first = parse(leaf("text", "1").await)?;
    Ok(first + parse(if good { "x" } else { "2" })?)
}

#[visible_async]
async fn boxed_closures() -> usize {
    let value = log("value");
    let list: Vec<Box<dyn Fn() -> usize + Send + Sync + '_>> = vec![Box::new(|| value.len()), Box::new(|| 1)];
    let mut total = 0;
    for run in &list {
        tick("next").await;
        total += run();
    }
    total
}

#[visible_async]
async fn precise_capture() -> usize {
    let mut both = pair("p");
    let left = || both.left.len();
    both.right.fill("+").await;
    let size = left();
    size + both.right.finish()
}

#[visible_async]
async fn move_closure_copies() -> usize {
    let n = leaf("n", 3).await;
    let add = move |m: usize| n + m;
    tick("wait").await;
    add(1) + n
}

#[visible_async]
async fn sort_by_captured() -> Vec<Log> {
    let order = [log("b"), log("a")];
    let mut list = vec![load("a").await, load("b").await];
    list.sort_by_key(|item| order.iter().position(|name| name == item));
    tick("wait").await;
    list
}

#[visible_async]
async fn closure_in_loop() -> usize {
    let mut total = 0;
    for n in 0..2 {
        let value = load("value").await;
        let mut add = |m: usize| total += m + value.len() + n;
        tick("wait").await;
        add(1);
        add(leaf("two", 2).await);
    }
    total
}

#[visible_async]
async fn pinned_inside() -> usize {
    let kept = log("kept");
    let size = || {
        let never = std::pin::pin!(async { kept.send("never").await });
        kept.len()
    };
    tick("wait").await;
    size()
}

#[visible_async]
async fn closure_in_a_moving_closure(mode: usize) -> usize {
    let path = log("path");
    let inner = log("inner");
    let job = move || {
        let show = |more: usize| path.len() + more;
        let staged = log("staged");
        let size = match mode {
            1 => show(path.len()),
            _ => Some(4).map_or_else(|| inner.len(), |n| n + inner.len()),
        };
        size + path.len() + staged.len()
    };
    run_later(job).await
}

async fn run_later(job: impl FnOnce() -> usize) -> usize {
    tick("later").await;
    job()
}

#[visible_async]
async fn closure_that_matches(given: Log, size: usize) -> usize {
    let option = Some(given);
    let other = Some(size);
    tick("begin").await;
    let all = || {
        let size = match other {
            Some(size) => size,
            None => 0,
        };
        match option {
            Some(given) if size > 5 => given.len(),
            Some(given) => given.finish() + size,
            None => 0,
        }
    };
    tick("between").await;
    all() + other.unwrap_or(1)
}

// A closure that moves a part of a local is called once.
#[visible_async]
async fn called_once_on_one_path(call: bool) -> usize {
    let both = pair("both");
    let take = move || both.left.finish();
    tick("wait").await;
    let size = if call { take() } else { 0 };
    tick("end").await;
    size + both.right.len()
}
