// What type inference and coercions give rustc across a wait: types known only later, unsizing, reborrows.
use std::fmt::Debug;
use std::sync::Arc;
use visible_async_test_support::prelude::*;

cases! {
    type_known_later();
    default_known_later();
    collected_by_return();
    into_known_later();
    integer_known_later();
    none_then_some();
    turbofish_and_wildcards();
    deref_coercions();
    unsized_references();
    unsized_boxes();
    slice_from_array();
    function_pointer_coercion();
    implicit_reborrows();
    generic_takes_reference();
    closure_by_reference();
    once_called();
}

fn takes_u8(n: u8) -> usize {
    usize::from(n)
}

#[visible_async]
async fn type_known_later() -> usize {
    let mut list = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    tick("wait").await;
    list.push(load("a").await);
    seen.insert(list[0].len());
    list.len() + seen.len()
}

#[visible_async]
async fn default_known_later() -> usize {
    let value = Default::default();
    let mut slot = None;
    tick("wait").await;
    let size = Log::len(&value);
    slot.get_or_insert(value).grow("+");
    tick("again").await;
    size + slot.map_or(0, Log::finish)
}

#[visible_async]
async fn collected_by_return() -> Result<Vec<usize>, Log> {
    let held = log("held");
    let parsed = ["1", "2"].iter().map(|text| text.parse::<usize>().map_err(|_| log("bad"))).collect();
    tick("wait").await;
    held.touch("end");
    parsed
}

#[visible_async]
async fn into_known_later() -> String {
    let text = "abc".into();
    let number = "12".parse().unwrap_or_default();
    let held = load("held").await;
    let joined: String = text;
    joined + &held.to_string() + &takes_u8(number).to_string()
}

#[visible_async]
async fn integer_known_later() -> usize {
    let n = 200;
    let mut small = 1;
    let held = log("held");
    tick("wait").await;
    small += 2;
    takes_u8(n) + takes_u8(small) + held.len()
}

#[visible_async]
async fn none_then_some() -> Option<Log> {
    let mut best = None;
    for name in ["aa", "b", "ccc"] {
        let next = load(name).await;
        best = match best {
            None => Some(next),
            Some(old) if next > old => Some(next),
            kept => kept,
        };
    }
    best
}

#[visible_async]
async fn turbofish_and_wildcards() -> usize {
    let sizes: Vec<_> = steps("s", 2).map(|step| step.len()).collect::<Vec<_>>();
    let pair: (_, Option<_>) = (leaf::<u8>("n", 1).await, Some(load("x").await));
    let total = sizes.iter().copied().sum::<usize>();
    total + takes_u8(pair.0) + pair.1.map_or_else(|| 0, |value| value.len())
}

#[visible_async]
async fn deref_coercions() -> usize {
    let owned = String::from("owned");
    let boxed = Box::new(log("boxed"));
    let text: &str = &owned;
    let inner: &Log = &boxed;
    tick("wait").await;
    let bytes: &[u8] = owned.as_ref();
    tick("more").await;
    text.len() + inner.len() + bytes.len()
}

#[visible_async]
async fn unsized_references() -> String {
    let value = log("value");
    let number = 5;
    let mut shown: &dyn Debug = &value;
    let first = format!("{shown:?}");
    tick("wait").await;
    shown = &number;
    tick("more").await;
    format!("{first}{shown:?}")
}

#[visible_async]
async fn unsized_boxes() -> usize {
    let base = log("base");
    let rule: Box<dyn Fn(usize) -> usize + '_> = Box::new(|n| n + base.len());
    let values: Arc<[Log]> = Arc::from(vec![log("a"), load("b").await]);
    tick("wait").await;
    rule(values.len())
}

#[visible_async]
async fn slice_from_array() -> usize {
    let names: &[&str] = &["a", "bb"];
    let numbers = &mut [1, 2, 3][..];
    let mut total = 0;
    for name in names {
        total += load(name).await.len();
    }
    numbers[0] = total;
    tick("wait").await;
    numbers.iter().sum()
}

#[visible_async]
async fn function_pointer_coercion() -> usize {
    fn twice(n: usize) -> usize {
        n * 2
    }
    let mut rule: fn(usize) -> usize = twice;
    let held = log("held");
    let first = rule(leaf("n", 2).await);
    rule = |n| n + 1;
    tick("wait").await;
    rule(first) + held.len()
}

async fn append(target: &mut Log, what: &str) {
    target.fill(what).await;
}

#[visible_async]
async fn implicit_reborrows() -> Log {
    let mut value = log("v");
    let handle = &mut value;
    append(handle, "1").await;
    append(handle, "2").await;
    let again: &mut Log = handle;
    append(again, "3").await;
    handle.grow("4");
    value
}

async fn keep<T>(value: T) -> T {
    tick("keep").await;
    value
}

#[visible_async]
async fn generic_takes_reference() -> Log {
    let mut value = log("v");
    let handle = &mut value;
    let handle = keep(handle).await;
    handle.grow("1");
    let shared = &*handle;
    let size = keep(shared).await.len() + shared.len();
    handle.grow(&size.to_string());
    value
}

#[visible_async]
async fn closure_by_reference() -> Vec<usize> {
    fn each(mut visit: impl FnMut(usize)) {
        visit(1);
        visit(2);
    }
    let mut seen = Vec::new();
    let held = log("held");
    let mut visit = |n| seen.push(n + held.len());
    each(&mut visit);
    tick("wait").await;
    each(&mut visit);
    seen
}

#[visible_async]
async fn once_called() -> Log {
    let value = load("value").await;
    let other = log("other");
    let boxed: Box<dyn FnOnce(Log) -> Log> = Box::new(move |more| more + value);
    tick("wait").await;
    let sum = boxed(other);
    tick("after").await;
    sum
}
