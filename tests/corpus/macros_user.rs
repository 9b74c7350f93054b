// Macros of the user's own, and the pins of std.
use std::future::Future as _;
use std::pin::pin;
use visible_async_test_support::prelude::*;

cases! {
    user_macro_binds();
    user_macro_returns(true);
    user_macro_returns(false);
    user_macro_breaks();
    user_macro_moves();
    user_macro_block();
    user_macro_of_statements();
    user_macro_of_items();
    user_macro_as_pattern(Some(log("p")));
    user_macro_nested();
    user_macro_braces();
    pin_a_future();
    pin_polled_by_hand();
    poll_fn_with_locals();
    pin_a_block();
    try_like(true);
    try_like(false);
    through_macro(log("m"));
    format_args_kept();
    thread_local_used();
}

macro_rules! bail {
    ($message:expr) => {
        return Err(AppError::from($message))
    };
}

macro_rules! with_guard {
    ($guard:ident in $lock:expr => $body:block) => {{
        let $guard = $lock.read();
        let result = $body;
        drop($guard);
        result
    }};
}

macro_rules! some {
    ($inner:ident) => {
        Some($inner)
    };
}

macro_rules! attempt {
    ($result:expr) => {
        match $result {
            Ok(value) => value,
            Err(error) => return Err(error.into()),
        }
    };
}

macro_rules! sizes {
    ($($value:ident),* $(,)?) => {
        [$($value.len()),*]
    };
}

macro_rules! fetch {
    ($name:literal) => {
        load($name).await
    };
    ($name:literal, $($rest:literal),+) => {
        fetch!($name) + fetch!($($rest),+)
    };
}

#[visible_async]
async fn user_macro_binds() -> usize {
    let shared = Guarded::new("shared");
    let size = with_guard!(guard in shared => {
        tick("held").await;
        guard.len()
    });
    tick("free").await;
    size
}

#[visible_async]
async fn user_macro_returns(fails: bool) -> Result<Log, AppError> {
    let held = log("held");
    let value = load("value").await;
    if fails {
        bail!(value);
    }
    held.send("x").await;
    Ok(value)
}

#[visible_async]
async fn user_macro_breaks() -> usize {
    macro_rules! stop_at {
        ($n:expr, $limit:expr) => {
            if $n >= $limit {
                break;
            }
        };
    }
    let mut n = 0;
    loop {
        let held = log("held");
        stop_at!(n, leaf("limit", 2).await);
        n += 1;
        held.touch("round");
    }
    n
}

#[visible_async]
async fn user_macro_moves() -> usize {
    macro_rules! consume {
        ($value:ident) => {
            $value.finish()
        };
    }
    let (a, b) = (log("a"), log("b"));
    tick("wait").await;
    let size = consume!(a);
    tick("after").await;
    size + consume!(b)
}

#[visible_async]
async fn user_macro_block() -> usize {
    macro_rules! timed {
        ($($body:tt)*) => {{
            event("start");
            let result = { $($body)* };
            event("stop");
            result
        }};
    }
    let held = log("held");
    let size = timed! {
        let inner = load("inner").await;
        inner.len() + held.len()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn user_macro_of_statements() -> usize {
    macro_rules! make {
        ($a:ident, $b:ident) => {
            let $a = log(stringify!($a));
            let $b = load(stringify!($b)).await;
        };
    }
    make!(first, second);
    tick("wait").await;
    first.len() + second.len()
}

#[visible_async]
async fn user_macro_of_items() -> usize {
    macro_rules! constant {
        ($name:ident = $value:expr) => {
            const $name: usize = $value;
        };
    }
    constant!(BASE = 3);
    let held = log("held");
    tick("wait").await;
    held.len() + BASE
}

#[visible_async]
async fn user_macro_as_pattern(value: Option<Log>) -> usize {
    let size = match value {
        some!(inner) => inner.send("x").await,
        None => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn user_macro_nested() -> String {
    let held = log("held");
    let text = format!("{} {:?}", fetch!("a", "b"), sizes!(held));
    tick("wait").await;
    assert_eq!(vec![sizes!(held)[0], fetch!("c").len()], vec![4, 1]);
    text
}

#[visible_async]
async fn user_macro_braces() -> usize {
    macro_rules! either {
        { $flag:expr => $yes:expr, $no:expr } => {
            if $flag { $yes } else { $no }
        };
    }
    let (a, b) = (log("a"), log("bb"));
    let size = either! { leaf("flag", true).await => a.send("x").await, b.send("y").await };
    size + b.len()
}

#[visible_async]
async fn try_like(fails: bool) -> Result<usize, AppError> {
    let held = log("held");
    let value = attempt!(fail("value", fails).await);
    tick("wait").await;
    Ok(value.len() + held.len())
}

macro_rules! define {
    ($name:ident, $argument:ident: $kind:ty, $body:expr) => {
        #[visible_async]
        async fn $name($argument: $kind) -> usize {
            let held = log("held");
            let size = $body;
            tick("wait").await;
            size + held.len()
        }
    };
}

// The body comes as an `expr` fragment, which the attribute sees as a group without delimiters.
define!(through_macro, value: Log, value.send("x").await + value.len() * 2);

#[visible_async]
async fn pin_a_future() -> usize {
    let value = log("value");
    let task = pin!(value.send("x"));
    let other = load("other").await;
    task.await + other.len()
}

#[visible_async]
async fn pin_polled_by_hand() -> usize {
    let value = log("value");
    let mut task = pin!(value.send("x"));
    let first = std::future::poll_fn(|cx| std::task::Poll::Ready(task.as_mut().poll(cx).is_ready())).await;
    event(format!("ready {first}"));
    tick("between").await;
    if first { 0 } else { task.await }
}

#[visible_async]
async fn poll_fn_with_locals() -> usize {
    let held = log("held");
    let mut rounds = 0;
    let seen = std::future::poll_fn(|cx| {
        rounds += 1;
        if rounds == 3 {
            return std::task::Poll::Ready(held.len());
        }
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
    seen + rounds
}

#[visible_async]
async fn pin_a_block() -> usize {
    let (a, b) = (log("a"), load("b").await);
    let mut task = pin!(async {
        tick("inside").await;
        a.len() + b.len()
    });
    tick("before").await;
    let size = task.as_mut().await;
    size + a.len()
}

#[visible_async]
async fn format_args_kept() -> usize {
    fn show(text: std::fmt::Arguments<'_>) -> usize {
        text.to_string().len()
    }
    let held = log("held");
    let size = show(format_args!("{held}{}", log("temporary")));
    tick("wait").await;
    size + show(format_args!("{}", held.len()))
}

#[visible_async]
async fn thread_local_used() -> usize {
    thread_local! {
        static COUNT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
    }
    let held = log("held");
    COUNT.set(1);
    tick("wait").await;
    COUNT.set(COUNT.get() + held.len());
    COUNT.get()
}
