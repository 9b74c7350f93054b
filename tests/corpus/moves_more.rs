// Moves, continued: on some paths, in loops, into conversions, by return.
use visible_async_test_support::prelude::*;

cases! {
    option_taken();
    option_unwrapped(true);
    result_unwrapped();
    unwrap_panics();
    self_reassigned();
    moved_in_one_arm(Some(1));
    moved_in_one_arm(None);
    moved_in_both_arms(true);
    moved_before_loop();
    moved_in_loop_exit();
    moved_then_shadowed();
    builder();
    copy_types();
    moved_by_return(true);
    moved_by_return(false);
    into_conversions();
    replaced_field();
    iterator_consumed();
    moved_across_short_circuit(true);
    string_into_bytes();
    list_moved_into_loop();
    assigned_anew_later();
    fields_moved_into_loop();
}

#[visible_async]
async fn option_taken() -> usize {
    let mut slot = Some(load("slot").await);
    let taken = slot.take();
    tick("wait").await;
    slot = Some(log("new"));
    taken.map_or(0, |value| value.finish()) + slot.as_ref().map_or(0, Log::len)
}

#[visible_async]
async fn option_unwrapped(full: bool) -> usize {
    let slot = full.then(|| log("slot"));
    let other = log("other");
    let value = slot.unwrap_or_else(|| log("else"));
    tick("wait").await;
    value.finish() + other.len()
}

#[visible_async]
async fn result_unwrapped() -> usize {
    let result = fail("value", false).await;
    let held = log("held");
    let value = result.expect("it is good");
    tick("wait").await;
    value.len() + held.len()
}

#[visible_async]
async fn unwrap_panics() -> usize {
    let held = log("held");
    let nothing: Option<Log> = leaf("nothing", None).await;
    let value = nothing.unwrap();
    tick("never").await;
    value.len() + held.len()
}

#[visible_async]
async fn self_reassigned() -> Log {
    let mut value = log("v");
    for n in ["1", "2"] {
        value = value.with(n);
        tick("wait").await;
    }
    value
}

#[visible_async]
async fn moved_in_one_arm(choice: Option<usize>) -> usize {
    let value = log("value");
    let size = match choice {
        Some(n) => n + value.commit().await.unwrap_or(0),
        None => value.send("kept").await,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn moved_in_both_arms(quick: bool) -> Log {
    let value = log("value");
    let result = if quick { value.with("quick") } else { log("other") + value };
    tick("after").await;
    result
}

#[visible_async]
async fn moved_before_loop() -> usize {
    let value = log("value");
    let list = vec![value, load("more").await];
    let mut total = 0;
    let mut at = 0;
    while at < list.len() {
        total += list[at].send("x").await;
        at += 1;
    }
    total
}

#[visible_async]
async fn moved_in_loop_exit() -> usize {
    let value = log("value");
    let mut n = 0;
    loop {
        n += 1;
        tick("round").await;
        if n == 2 {
            drop(value);
            break;
        }
    }
    tick("after").await;
    n
}

#[visible_async]
async fn moved_then_shadowed() -> Log {
    let value = Some(log("value"));
    let value = value.unwrap();
    tick("first").await;
    let value = value.with("+");
    let value = { value };
    tick("second").await;
    value
}

struct Builder {
    name: Log,
    parts: Vec<Log>,
}

impl Builder {
    fn new(name: &str) -> Self {
        Self { name: log(name), parts: Vec::new() }
    }

    fn part(mut self, part: Log) -> Self {
        self.parts.push(part);
        self
    }

    async fn build(self) -> Result<usize, ReadError> {
        tick("build").await;
        let Self { name, parts } = self;
        Ok(name.commit().await? + parts.len())
    }
}

#[visible_async]
async fn builder() -> Result<usize, AppError> {
    let builder = Builder::new("b").part(log("1"));
    let builder = builder.part(load("2").await);
    let size = builder.part(load("3").await).build().await?;
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn copy_types() -> (usize, char, bool) {
    let (n, letter, flag) = (leaf("n", 3_usize).await, 'x', true);
    let pair = (n, letter);
    tick("wait").await;
    let twice = n + pair.0;
    tick("again").await;
    (twice + n, pair.1, flag && n == 3)
}

#[visible_async]
async fn moved_by_return(early: bool) -> Log {
    let value = log("value");
    let other = load("other").await;
    if early {
        return value;
    }
    tick("wait").await;
    drop(value);
    other
}

#[visible_async]
async fn into_conversions() -> AppError {
    let value = load("value").await;
    let other = log("other");
    let error: AppError = value.into();
    tick("wait").await;
    event(format!("{error}"));
    AppError::from(ReadError(other))
}

#[visible_async]
async fn replaced_field() -> Pair {
    let mut both = pair("p");
    let old = std::mem::replace(&mut both.left, load("new").await);
    tick("wait").await;
    drop(std::mem::take(&mut both.right));
    both.right += old;
    both
}

#[visible_async]
async fn iterator_consumed() -> usize {
    let source = steps("s", 3);
    let held = log("held");
    let sizes: Vec<usize> = source.map(Log::finish).collect();
    tick("wait").await;
    sizes.into_iter().sum::<usize>() + held.len()
}

#[visible_async]
async fn moved_across_short_circuit(go: bool) -> bool {
    let value = log("value");
    let done = go && value.commit().await.is_ok();
    tick("after").await;
    done
}

#[visible_async]
async fn string_into_bytes() -> usize {
    let text = String::from("abc");
    let copy = text.clone();
    let bytes = text.into_bytes();
    tick("wait").await;
    let joined = copy + "d";
    tick("more").await;
    bytes.len() + joined.into_boxed_str().len()
}

#[visible_async]
async fn list_moved_into_loop() -> usize {
    let list = vec![load("a").await, log("b"), log("c")];
    let other = log("other");
    let mut size = 0;
    for item in list {
        size += item.finish();
    }
    tick("after").await;
    size + other.len()
}

#[visible_async]
async fn fields_moved_into_loop() -> usize {
    let both = (vec![load("a").await, log("b")], log("rest"));
    let mut size = 0;
    for item in both.0 {
        size += item.finish();
    }
    tick("after").await;
    for n in leaf("counts", vec![1, 2]).await {
        size += n;
    }
    size
}

#[visible_async]
async fn assigned_anew_later() -> usize {
    let mut now = log("first");
    let mut count = load("count").await.len();
    now = now.with("+");
    let size = now.finish() + count;
    tick("wait").await;
    now = log("second");
    count = now.len();
    let size = size + now.finish() + count;
    tick("again").await;
    count = 1;
    size + count
}
