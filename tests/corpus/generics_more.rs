// Signatures, continued: associated types, dyn, function pointers, several lifetimes, higher-ranked bounds.
use std::fmt::Debug;
use std::future::Future;
use std::marker::PhantomData;
use visible_async_test_support::prelude::*;

cases! {
    associated_types(Storage(log("storage")));
    default_of_generic(1);
    static_bound(Box::new(log("boxed")));
    dyn_argument(Box::new(5));
    function_pointer(log);
    use_mut_reference();
    use_slices();
    use_two_lifetimes();
    phantom_generic(log("x"));
    use_struct_with_lifetime();
    tuple_generic((log("a"), 2));
    option_generic(Some(log("a")));
    option_generic(None::<Log>);
    never_returns_error(log("a"));
    nested_generic_calls(log("n"));
    use_outlives();
    higher_ranked(log("h"));
    bytes(*b"abcd");
}

trait Store {
    type Item: Debug;
    const LIMIT: usize;
    fn fetch(&self, n: usize) -> impl Future<Output = Self::Item>;
}

struct Storage(Log);

impl Store for Storage {
    type Item = Log;
    const LIMIT: usize = 2;

    async fn fetch(&self, n: usize) -> Log {
        tick("fetch").await;
        log(format!("{}{n}", self.0))
    }
}

#[visible_async]
async fn associated_types<S: Store>(store: S) -> Vec<S::Item> {
    let mut items: Vec<S::Item> = Vec::new();
    for n in 0..S::LIMIT {
        items.push(store.fetch(n).await);
    }
    items
}

#[visible_async]
async fn default_of<T: Default + Debug>(n: usize) -> Vec<T> {
    let first = T::default();
    let mut list = vec![first];
    for _ in 0..n {
        tick("wait").await;
        list.push(<T as Default>::default());
    }
    list
}

#[visible_async]
async fn default_of_generic(n: usize) -> (usize, usize) {
    let logs = default_of::<Log>(n).await;
    let texts: Vec<String> = default_of(n).await;
    (logs.len(), texts.len())
}

#[visible_async]
async fn static_bound<T: 'static + Send>(value: Box<T>) -> usize {
    tick("wait").await;
    let value = *value;
    tick("unboxed").await;
    size_of_val(&value)
}

#[visible_async]
async fn dyn_argument(value: Box<dyn Debug + Send>) -> String {
    let held = log("held");
    tick("wait").await;
    format!("{value:?}{held}")
}

#[visible_async]
async fn function_pointer(make: fn(&'static str) -> Log) -> Log {
    let first = make("first");
    tick("wait").await;
    make("second").with(first.name())
}

#[visible_async]
async fn append(target: &mut Log, parts: &[&str]) -> usize {
    for part in parts {
        target.fill(part).await;
    }
    target.grow("!").len()
}

#[visible_async]
async fn use_mut_reference() -> Log {
    let mut value = log("v");
    let size = append(&mut value, &["1", "2"]).await;
    let handle = &mut value;
    let more = append(handle, &[]).await + append(handle, &["3"]).await;
    handle.grow(&(size + more).to_string());
    value
}

#[visible_async]
async fn total(values: &[Log], skip: usize) -> usize {
    let mut sum = 0;
    for value in &values[skip..] {
        sum += value.send("x").await;
    }
    sum
}

#[visible_async]
async fn use_slices() -> usize {
    let values = vec![log("a"), log("b"), load("c").await];
    total(&values, 1).await + total(&[log("temporary")], 0).await
}

#[visible_async]
async fn find<'h, 'n>(hay: &'h [Log], needle: &'n Log) -> Option<&'h Log> {
    for item in hay {
        tick("compare").await;
        if item == needle {
            return Some(item);
        }
    }
    None
}

#[visible_async]
async fn use_two_lifetimes() -> usize {
    let hay = [log("a"), log("b")];
    let found = {
        let needle = load("b").await;
        find(&hay, &needle).await
    };
    tick("after").await;
    found.map_or(0, Log::len)
}

#[visible_async]
async fn phantom_generic<T>(value: T) -> PhantomData<T> {
    tick("wait").await;
    drop(value);
    tick("dropped").await;
    PhantomData
}

struct Reader<'a, T> {
    source: &'a [T],
    at: usize,
}

#[visible_async]
async fn read_next<'r, T: Clone>(reader: &'r mut Reader<'_, T>) -> Option<T> {
    tick("read").await;
    let item = reader.source.get(reader.at)?;
    reader.at += 1;
    Some(item.clone())
}

#[visible_async]
async fn use_struct_with_lifetime() -> usize {
    let source = vec![log("a"), log("b")];
    let mut reader = Reader { source: &source, at: 0 };
    let mut seen = 0;
    while let Some(item) = read_next(&mut reader).await {
        seen += item.len();
    }
    seen + reader.at
}

#[visible_async]
async fn tuple_generic<A, B: Copy + Debug>((a, b): (A, B)) -> (B, A) {
    tick("wait").await;
    event(format!("{b:?}"));
    (b, a)
}

#[visible_async]
async fn option_generic<T: Debug>(value: Option<T>) -> Result<T, &'static str> {
    let held = log("held");
    let Some(value) = value else {
        tick("none").await;
        return Err("nothing");
    };
    held.touch("some");
    tick("some").await;
    Ok(value)
}

#[visible_async]
async fn never_returns_error<E: Debug>(value: E) -> Result<E, std::convert::Infallible> {
    tick("wait").await;
    Ok(value)
}

#[visible_async]
async fn inner_generic<T: Debug>(value: T, depth: usize) -> (T, String) {
    let text = format!("{value:?}{depth}");
    tick("inner").await;
    (value, text)
}

#[visible_async]
async fn nested_generic_calls<T: Debug + Clone>(value: T) -> Vec<String> {
    let (value, first) = inner_generic(value.clone(), 1).await;
    let (both, second) = inner_generic((value, first.clone()), 2).await;
    tick("outer").await;
    vec![first, second, both.1]
}

#[visible_async]
async fn outlives<'long: 'short, 'short, T>(long: &'long T, short: &mut &'short T) -> &'long T
where
    T: Debug + 'long,
{
    tick("wait").await;
    *short = long;
    long
}

#[visible_async]
async fn use_outlives() -> usize {
    let long = log("long");
    let other = log("other");
    let mut short = &other;
    let got = outlives(&long, &mut short).await;
    tick("after").await;
    got.len() + short.len()
}

#[visible_async]
async fn apply_all<F>(value: &Log, rules: &[F]) -> usize
where
    F: for<'v> Fn(&'v Log) -> &'v str,
{
    let mut total = 0;
    for rule in rules {
        tick("rule").await;
        total += rule(value).len();
    }
    total
}

#[visible_async]
async fn higher_ranked(value: Log) -> usize {
    apply_all(&value, &[Log::name]).await
}

#[visible_async]
async fn bytes<const N: usize>(data: [u8; N]) -> [u8; N]
where
    [u8; N]: Debug,
{
    let mut out = [0; N];
    for (to, from) in out.iter_mut().zip(&data) {
        *to = leaf("byte", from + 1).await;
    }
    out
}
