// Macros: std's with inline captures and awaits in their arguments.
use std::fmt::Write as _;
use visible_async_test_support::prelude::*;

cases! {
    pinned_in_a_leaf(vec![log("first")]);
    pinned_in_a_leaf(vec![]);
    inline_captures();
    format_with_awaits();
    format_specifiers();
    print_macros();
    vec_macro();
    vec_repeat();
    asserts_pass();
    assert_fails();
    assert_fails_with_a_last_mention();
    assert_eq_fails();
    debug_asserts();
    matches_with_guard(Some(3));
    dbg_passes_on();
    write_to_string();
    panic_with_capture(true);
    concat_and_stringify();
    user_macro_mentions_locals();
    user_macro_with_await();
    keys_and_paths();
    awaited_write("sink");
    awaited_write("");
    value_keeps_a_rest();
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
async fn inline_captures() -> String {
    let name = load("name").await;
    let width = 8;
    tick("wait").await;
    let text = format!("{name:>width$}|{name}|{0}|{size}", width, size = name.len());
    tick("again").await;
    text + &format!("{name:?}{{}}")
}

#[visible_async]
async fn format_with_awaits() -> String {
    let held = log("held");
    format!("{} {held} {}", load("a").await, held.send("x").await)
}

#[visible_async]
async fn format_specifiers() -> String {
    let (precision, value) = (leaf("precision", 2).await, 1.2345);
    let held = log("held");
    format!("{value:.precision$} {:>1$} {held:5}", leaf("n", 7).await, leaf("w", 4_usize).await)
}

#[visible_async]
async fn print_macros() {
    let held = log("held");
    println!("{held} {}", held.send("x").await);
    eprintln!("{}", load("error").await);
    print!("{held:?} ");
    println!();
}

#[visible_async]
async fn vec_macro() -> Vec<Log> {
    let first = log("first");
    let mut list = vec![first, load("second").await, log("third")];
    list.extend(vec![load("fourth").await]);
    list
}

#[visible_async]
async fn vec_repeat() -> usize {
    let value = log("v");
    let list = vec![value.clone(); leaf("n", 2).await];
    tick("wait").await;
    list.len() + value.len()
}

#[visible_async]
async fn asserts_pass() {
    let held = log("held");
    assert!(held.send("x").await == 5);
    assert_eq!(held.len(), load("four").await.len(), "sizes of {held}");
    assert_ne!(leaf("one", 1).await, leaf("two", 2).await);
}

#[visible_async]
async fn assert_fails() {
    let held = log("held");
    tick("wait").await;
    assert!(held.len() > 4, "{held} has {} letters", held.len());
    tick("never").await;
}

#[visible_async]
async fn assert_eq_fails() {
    let _held = log("held");
    assert_eq!(load("abc").await.len(), leaf("four", 4).await, "lengths");
}

#[visible_async]
async fn debug_asserts() -> usize {
    let held = log("held");
    debug_assert!(held.len() == 4);
    tick("wait").await;
    debug_assert_eq!(held.len(), leaf("four", 4).await);
    held.finish()
}

#[visible_async]
async fn matches_with_guard(n: Option<usize>) -> bool {
    let limit = log("limit");
    let fits = matches!(n, Some(n) if n < limit.len());
    tick("wait").await;
    fits && !matches!(leaf("answer", n).await, None)
}

#[visible_async]
async fn dbg_passes_on() -> usize {
    let held = log("held");
    #[allow(clippy::disallowed_macros, clippy::dbg_macro)]
    let size = dbg!(held.len() + leaf("one", 1).await);
    size + held.finish()
}

#[visible_async]
async fn write_to_string() -> Result<String, std::fmt::Error> {
    let mut out = String::new();
    let held = log("held");
    write!(out, "{held}")?;
    writeln!(out, " {}", load("line").await)?;
    tick("wait").await;
    write!(&mut out, "{}", held.send("x").await)?;
    Ok(out)
}

#[visible_async]
async fn panic_with_capture(fine: bool) -> usize {
    let held = log("held");
    tick("wait").await;
    if fine {
        panic!("{held} is {fine}");
    }
    held.len()
}

#[visible_async]
async fn concat_and_stringify() -> String {
    let held = log(concat!("a", 1));
    tick("wait").await;
    format!("{}{}{held}", stringify!(held + 1), module_path!().is_empty())
}

#[visible_async]
async fn user_macro_mentions_locals() -> usize {
    let (a, b) = (log("a"), load("b").await);
    tick("wait").await;
    let [first, second] = sizes!(a, b);
    tick("again").await;
    first + second + sizes!(b)[0]
}

#[visible_async(macros(fetch))]
async fn user_macro_with_await() -> Log {
    let held = log("held");
    let sum = fetch!("a", "b", "c");
    held.touch("end");
    sum
}

macro_rules! object {
    ({ $($key:tt : $value:expr),* ; $path:path }) => {
        [$((stringify!($key), $value)),*].map($path)
    };
}

pub fn text((key, value): (&str, usize)) -> String {
    format!("{key}:{value}")
}

mod held {
    pub use super::text as shown;
}

#[visible_async]
async fn keys_and_paths() -> [String; 3] {
    let held = log("held");
    let other = load("other").await;
    tick("wait").await;
    let all = object!({ "held": held.len(), other: other.len(), flag: usize::from(held.name() != other.name()) ; held::shown });
    tick("after").await;
    all.map(|each| each + held.name())
}

struct Sink(Log);

impl Sink {
    async fn write_fmt(&mut self, text: std::fmt::Arguments<'_>) -> Result<(), String> {
        tick("begin").await;
        event(format!("write {text}"));
        tick("end").await;
        if self.0.len() == 0 { Err(text.to_string()) } else { Ok(()) }
    }
}

/// The text borrows its arguments while it is waited for.
#[visible_async]
async fn awaited_write(name: &'static str) -> Result<usize, String> {
    let mut sink = Sink(log(name));
    let shown = log("shown");
    write!(&mut sink, "{:>7} {}", shown.name(), log("temporary").name()).await?;
    writeln!(sink, "{shown:?}").await?;
    tick("after").await;
    Ok(sink.0.len())
}

#[visible_async]
async fn pinned_in_a_leaf(list: Vec<Log>) -> usize {
    let size = match list.iter().next() {
        Some(first) if first.len() > 2 => {
            let kept = std::pin::pin!(leaf("kept", load("inside").await.len()));
            let block = std::pin::pin!(async { load("block").await.len() });
            kept.await + block.await
        }
        _ => 1,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn value_keeps_a_rest() -> usize {
    let list = leaf("list", vec![load("first").await, (log("second"), log("rest")).0]).await;
    let more = leaf("more", vec![(log("third"), log("rest")).0]).await;
    tick("after").await;
    list.len() + more.len()
}

#[visible_async]
async fn assert_fails_with_a_last_mention() {
    let held = log("held");
    let later = log("later");
    tick("wait").await;
    assert!(later.len() > 5, "{held} and {}", held);
    tick("after").await;
}
