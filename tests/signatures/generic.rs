//! Type and const parameters, `impl Trait` arguments, where clauses.
use super::*;

#[visible_async]
async fn one<T: Clone>(value: T) -> (T, T) {
    pause().await;
    (value.clone(), value)
}

#[visible_async]
async fn two<A, B>(a: A, b: B) -> (B, A)
where
    A: Debug,
    B: Debug,
{
    pause().await;
    (b, a)
}

#[visible_async]
async fn borrowed<T: ToString + ?Sized>(value: &T) -> String {
    pause().await;
    value.to_string()
}

#[visible_async]
async fn sized<T, const N: usize, const REVERSED: bool>(mut values: [T; N]) -> [T; N] {
    if REVERSED {
        values.reverse();
    }
    pause().await;
    values
}

#[visible_async]
async fn implied(value: impl Display) -> String {
    pause().await;
    value.to_string()
}

#[visible_async]
async fn nested(values: impl IntoIterator<Item = impl Into<String>>, by: &mut impl FnMut(&str) -> bool) -> Vec<String> {
    let mut all: Vec<String> = values.into_iter().map(Into::into).collect();
    pause().await;
    all.retain(|text| by(text));
    all
}

#[visible_async]
async fn both<T: Default>(value: impl Into<T>, times: usize) -> T {
    let value = value.into();
    pause().await;
    if times == 0 { T::default() } else { value }
}

#[visible_async]
async fn callback<F, Fut>(f: F) -> Fut::Output
where
    F: for<'a> FnOnce(&'a str) -> Fut,
    Fut: Future,
{
    f("x").await
}

#[visible_async]
async fn projection<I: Iterator>(mut items: I, other: &str) -> Option<I::Item> {
    pause().await;
    items.nth(other.len())
}

#[visible_async]
async fn into_impl<T: Clone + 'static>(value: T, prefix: &str) -> impl Fn() -> (T, String) + use<'_, T> {
    pause().await;
    let prefix = prefix.to_owned();
    move || (value.clone(), prefix.clone())
}

#[test]
fn run_all() {
    assert_eq!(run_send(one(1)), (1, 1));
    assert_eq!(run_send(two(1, "b")), ("b", 1));
    assert_eq!(run_send(two::<u8, &str>(1, "b")), ("b", 1));
    let local = String::from("local");
    assert_eq!(run_send(two(&local, local.as_str())), (&*local, &local));
    assert_eq!(run_send(borrowed("abc")), "abc");
    assert_eq!(run_send(sized::<_, 3, true>([1, 2, 3])), [3, 2, 1]);
    assert_eq!(run_send(implied(local.as_str())), "local");
    assert_eq!(run(implied(Rc::new(1))), "1");
    let least = 2;
    assert_eq!(run(nested(vec!["a", "bc"], &mut |text| text.len() >= least)), ["bc"]);
    assert_eq!(run_send(both::<String>("x", 1)), "x");
    assert_eq!(run_send(callback(|text| std::future::ready(text.len()))), 1);
    assert_eq!(run_send(projection(local.chars(), "12")), Some('c'));
    assert_eq!(run_send(into_impl(1, "p"))(), (1, "p".to_owned()));
}
