//! Named, elided and anonymous lifetimes, and what the output may borrow.
use super::*;
use std::borrow::Cow;
use std::cell::{Ref, RefCell};

#[visible_async]
async fn one(text: &str) -> &str {
    pause().await;
    text.trim()
}

#[visible_async]
async fn named<'a>(text: &'a str, other: &str) -> &'a str {
    pause().await;
    &text[..other.len()]
}

#[visible_async]
async fn two<'a, 'b>(a: &'a mut Vec<&'b str>, b: &'b str) -> &'a mut Vec<&'b str> {
    pause().await;
    a.push(b);
    a
}

#[visible_async]
async fn outlives<'a, 'b: 'a>(a: &'a str, b: &'b str) -> &'a str {
    pause().await;
    if a.is_empty() { b } else { a }
}

#[visible_async]
async fn where_outlives<'a, 'b, T>(a: &'a T, b: &'b T) -> &'a T
where
    'b: 'a,
    T: PartialEq + 'b,
{
    pause().await;
    if a == b { b } else { a }
}

#[visible_async]
async fn elided(a: &str, b: &mut Vec<String>, c: &[&str]) -> usize {
    b.push(a.to_owned());
    pause().await;
    b.extend(c.iter().map(|text| (*text).to_owned()));
    b.len()
}

#[visible_async]
async fn anonymous(a: Cow<'_, str>, b: Ref<'_, Vec<u8>>) -> usize {
    pause().await;
    a.len() + b.len()
}

#[visible_async]
async fn output(a: Cow<'_, str>) -> Vec<Cow<'_, str>> {
    pause().await;
    vec![a]
}

#[visible_async]
async fn objects(a: &dyn Debug, b: Box<dyn Debug + '_>, c: &mut dyn Iterator<Item = u8>) -> String {
    pause().await;
    format!("{a:?}{b:?}{:?}", c.next())
}

#[visible_async]
async fn higher_ranked(f: &dyn Fn(&str) -> usize, g: fn(&str) -> &str, text: &str) -> usize {
    pause().await;
    f(g(text))
}

#[visible_async]
async fn to_static(text: &'static str, _other: &str) -> &'static str {
    pause().await;
    text
}

#[visible_async]
async fn first_or<'a, T>(items: &'a [T], default: &'a T, also: impl Fn(&T) -> bool) -> &'a T {
    pause().await;
    items.iter().find(|item| also(item)).unwrap_or(default)
}

#[visible_async]
async fn shadow<'text>(text: &str, other: &'text str) -> usize {
    let closure = |text: &'text str| text.len();
    pause().await;
    closure(other) + text.len()
}

#[visible_async]
async fn shown<'a>(a: &'a str, b: &str) -> impl Iterator<Item = char> + 'a {
    pause().await;
    let n = b.len();
    a.chars().skip(n)
}

#[test]
fn run_all() {
    let text = String::from(" text ");
    assert_eq!(run_send(one(&text)), "text");
    assert_eq!(run_send(named(&text, "12")), " t");
    assert_eq!(*run_send(two(&mut vec!["a"], &text)), ["a", " text "]);
    assert_eq!(run_send(outlives("", &text)), " text ");
    assert_eq!(*run_send(where_outlives(&1, &2)), 1);
    assert_eq!(run_send(elided("a", &mut Vec::new(), &["b", &text])), 3);
    let cell = RefCell::new(vec![1]);
    assert_eq!(run(anonymous(Cow::Borrowed(&text), cell.borrow())), 7);
    assert_eq!(run_send(output(Cow::Borrowed(&text))), [" text "]);
    assert_eq!(run(objects(&1, Box::new(&text), &mut (2..3))), "1\" text \"Some(2)");
    assert_eq!(run(higher_ranked(&|text| text.len() + cell.borrow().len(), str::trim, &text)), 5);
    assert_eq!(run_send(to_static("a", &text)), "a");
    assert_eq!(*run_send(first_or(&[1, 2], &3, |n| *n == text.len())), 3);
    assert_eq!(run_send(shadow("a", &text)), 7);
    assert_eq!(run_send(shown(&text, "12")).collect::<String>(), "ext ");
}

/// A function with at most one lifetime and no types is as good for `for<'a> Fn(&'a T)` as rustc's.
#[test]
fn higher_ranked_use() {
    fn call<F: for<'a> Fn(&'a str) -> Fut<'a>>(f: F) -> String {
        let text = String::from(" x ");
        block_on(f(&text)).to_owned()
    }
    type Fut<'a> = Pin<Box<dyn Future<Output = &'a str> + 'a>>;
    fn boxed(text: &str) -> Fut<'_> {
        Box::pin(one(text))
    }
    assert_eq!(call(boxed), "x");
}
