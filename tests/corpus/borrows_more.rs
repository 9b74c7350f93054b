// References across awaits, continued: collections, kept futures, interior mutability, addresses.
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Mutex;
use visible_async_test_support::prelude::*;

cases! {
    map_entry();
    reference_returned_by_match();
    optional_reference();
    reference_to_reference();
    nested_references();
    awaited_future_borrows();
    future_kept_in_a_local();
    box_and_vec();
    cell_and_refcell();
    mutable_then_shared();
    sort_and_search();
    buffer_filled();
    linked_borrows();
    pointer_stays_put();
    mutex_guard_held();
}

#[visible_async]
async fn map_entry() -> BTreeMap<&'static str, Vec<usize>> {
    let mut groups = BTreeMap::new();
    for name in ["a", "bb", "a"] {
        let value = load(name).await;
        groups.entry(name).or_insert_with(Vec::new).push(value.len());
    }
    if let Some(list) = groups.get_mut("a") {
        tick("found").await;
        list.push(9);
    }
    groups
}

#[visible_async]
async fn reference_returned_by_match() -> usize {
    let both = pair("p");
    let spare = log("spare");
    let chosen = match both.left.len() {
        6 => &both.left,
        _ => &spare,
    };
    tick("wait").await;
    chosen.send("x").await
}

#[visible_async]
async fn optional_reference() -> usize {
    let value = Some(load("value").await);
    let view = value.as_ref();
    tick("wait").await;
    let Some(inner) = view else { return 0 };
    inner.send("x").await + view.map_or(0, |inner| inner.len())
}

#[visible_async]
async fn reference_to_reference() -> usize {
    let value = log("value");
    let once = &value;
    let twice = &once;
    tick("wait").await;
    twice.send("x").await + (**twice).len()
}

#[visible_async]
async fn nested_references() -> Log {
    let mut value = log("v");
    {
        let mut outer = &mut value;
        let inner = &mut outer;
        inner.fill("1").await;
        tick("wait").await;
        inner.grow("2");
    }
    value
}

#[visible_async]
async fn awaited_future_borrows() -> usize {
    let text = log("text");
    let other = log("other");
    let size = text.send(other.name()).await;
    let mut page = log("page");
    page.fill(text.name()).await.fill(other.name()).await;
    size + page.len()
}

#[visible_async]
async fn future_kept_in_a_local() -> usize {
    let a = log("a");
    let b = log("b");
    let first = a.send("1");
    let second = b.send("2");
    let extra = load("extra").await;
    second.await + first.await + extra.len()
}

#[visible_async]
async fn box_and_vec() -> usize {
    let boxed = Box::new(log("boxed"));
    let view: &Log = &boxed;
    tick("wait").await;
    let list = vec![view, &boxed];
    let size = list[1].send("x").await;
    size + list.len() + boxed.finish()
}

#[visible_async]
async fn cell_and_refcell() -> usize {
    let count = Cell::new(1);
    let names = RefCell::new(vec![log("a")]);
    let add = |n: usize| count.set(count.get() + n);
    add(1);
    tick("wait").await;
    add(2);
    names.borrow_mut().push(load("b").await);
    let held = names.borrow();
    tick("borrowed").await;
    held.len() + count.get()
}

#[visible_async]
async fn mutable_then_shared() -> usize {
    let mut value = log("v");
    let view: &Log = value.fill("1").await;
    tick("wait").await;
    view.len() + view.send("x").await
}

#[visible_async]
async fn sort_and_search() -> Option<Log> {
    let mut jobs = vec![load("ccc").await, load("a").await, load("bb").await];
    jobs.sort_by_key(|job| job.len());
    tick("sorted").await;
    let at = jobs.iter().position(|job| job.len() == 2)?;
    let found = jobs.swap_remove(at);
    tick("found").await;
    Some(found)
}

async fn read_into(buffer: &mut [u8], held: &Log) -> usize {
    leaf("read", ()).await;
    buffer[0] += 1;
    held.len()
}

#[visible_async]
async fn buffer_filled() -> u32 {
    let held = log("held");
    let mut buffer = [0; 16];
    let mut total = 0;
    while total < 8 {
        let n = read_into(&mut buffer[total..], &held).await;
        total += n;
    }
    buffer.iter().map(|&byte| u32::from(byte)).sum()
}

#[visible_async]
async fn linked_borrows() -> usize {
    let a = log("a");
    let b = (&a, log("b"));
    let c = (&b, log("c"));
    tick("wait").await;
    c.0.0.len() + c.0.1.len() + c.1.len()
}

#[visible_async]
async fn pointer_stays_put() -> bool {
    let value = log("value");
    let number = 5_u64;
    let before = (&raw const value, &raw const number);
    tick("first").await;
    let extra = load("extra").await;
    let after = (&raw const value, &raw const number);
    extra.touch("end");
    before == after
}

#[visible_async]
async fn mutex_guard_held() -> usize {
    let shared = Mutex::new(log("shared"));
    let size = {
        let mut guard = shared.lock().unwrap();
        guard.grow("1");
        tick("held").await;
        guard.len()
    };
    let first = shared.lock().unwrap().len();
    let free = shared.try_lock().is_ok();
    tick("free").await;
    size + first + usize::from(free)
}
