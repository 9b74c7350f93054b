// Methods of std's that take `self`, as the last use of a local before the machine waits again.
use std::any::Any;
use std::collections::{BTreeMap, HashMap, hash_map};
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use visible_async_test_support::prelude::*;

cases! {
    inserted();
    inserted_with(1);
    inserted_with(2);
    by_default();
    modified("b");
    modified("a");
    taken_out("a");
    taken_out("b");
    one_or_the_other(true);
    one_or_the_other(false);
    one_and_the_other(true);
    the_largest();
    reduced();
    broken(true);
    broken(false);
    downcast(true);
    downcast(false);
    joined();
    woken();
    place_that_a_call_gives();
    in_an_expression();
    beside_another(true);
    in_a_leaf();
    read_by_lines();
    read_by_bytes(BufReader::new(&b"seven"[..]));
    read_in_parts();
    first_line_of_what_was_read();
}

#[visible_async]
async fn inserted() -> u32 {
    let mut map = HashMap::from([("a", 1)]);
    let entry = map.entry("b");
    tick("first").await;
    *entry.or_insert(0) += 2;
    tick("second").await;
    map["b"]
}

#[visible_async]
async fn inserted_with(n: usize) -> usize {
    let mut map = BTreeMap::from([(1, log("one"))]);
    let entry = map.entry(n);
    tick("first").await;
    let found = entry.or_insert_with(|| log("new"));
    leaf("second", 0).await;
    found.len()
}

#[visible_async]
async fn by_default() -> Vec<usize> {
    let mut map = BTreeMap::<usize, Vec<usize>>::new();
    let entry = map.entry(1);
    let n = leaf("n", 3).await;
    entry.or_default().push(n);
    tick("second").await;
    map.remove(&1).unwrap_or_default()
}

#[visible_async]
async fn modified(key: &'static str) -> usize {
    let mut map = BTreeMap::from([("a", log("one"))]);
    let entry = map.entry(key);
    tick("first").await;
    let known = entry.and_modify(|row| row.touch("more"));
    tick("second").await;
    let size = known.or_insert_with_key(|key| log(*key)).len();
    tick("third").await;
    size
}

#[visible_async]
async fn taken_out(key: &'static str) -> usize {
    let mut map = HashMap::from([("a", log("one"))]);
    let size = match map.entry(key) {
        hash_map::Entry::Occupied(entry) => {
            tick("first").await;
            let (key, row) = entry.remove_entry();
            tick("second").await;
            row.len() + key.len()
        }
        hash_map::Entry::Vacant(_) => leaf("none", 0).await,
    };
    tick("third").await;
    size + map.len()
}

#[visible_async]
async fn one_or_the_other(has: bool) -> usize {
    let (first, second) = (has.then(|| log("first")), Some(log("second")));
    tick("first").await;
    let either = first.or(second);
    tick("second").await;
    either.map_or(0, |row| row.len())
}

#[visible_async]
async fn one_and_the_other(has: bool) -> usize {
    let (first, second) = (has.then(|| log("first")), Some(log("second")));
    tick("first").await;
    let both = first.and(second);
    tick("second").await;
    both.map_or(0, |row| row.len())
}

#[visible_async]
async fn the_largest() -> usize {
    let rows = vec![log("a"), log("bcd"), log("ef")].into_iter().map(|row| row.len());
    tick("first").await;
    let size = rows.max();
    tick("second").await;
    size.unwrap_or_default()
}

#[visible_async]
async fn reduced() -> usize {
    let rows = vec![log("a"), log("bcd"), log("ef")].into_iter();
    tick("first").await;
    let row = rows.reduce(|a, b| if a.len() > b.len() { a } else { b });
    tick("second").await;
    row.map_or(0, |row| row.len())
}

#[visible_async]
async fn broken(breaks: bool) -> usize {
    let flow = if breaks { ControlFlow::Break(log("broken")) } else { ControlFlow::Continue(()) };
    tick("first").await;
    let row = flow.break_value();
    tick("second").await;
    row.map_or(0, |row| row.len())
}

#[visible_async]
async fn downcast(is_log: bool) -> usize {
    let any: Box<dyn Any + Send> = if is_log { Box::new(log("any")) } else { Box::new(1_u8) };
    tick("first").await;
    let row = any.downcast::<Log>();
    tick("second").await;
    row.map_or(0, |row| row.len())
}

#[visible_async]
async fn joined() -> usize {
    let thread = std::thread::spawn(|| 7);
    tick("first").await;
    let n = thread.join();
    tick("second").await;
    n.unwrap_or(0)
}

#[visible_async]
async fn woken() -> usize {
    let waker = std::task::Waker::noop().clone();
    tick("first").await;
    waker.wake();
    tick("second").await;
    1
}

struct Lend<'a>(&'a mut usize, Log);

macro_rules! gives {
    ($name:ident) => {
        impl<'a> Lend<'a> {
            fn $name(self) -> &'a mut usize {
                self.1.touch("give");
                self.0
            }
        }
    };
}
gives!(give);

/// Of its methods nothing tells what they do with their receiver.
#[visible_async]
async fn place_that_a_call_gives() -> usize {
    let (mut n, mut row) = (1, 2);
    let (first, second) = (Lend(&mut n, log("first")), Lend(&mut row, log("second")));
    tick("first").await;
    *first.give() += 2;
    tick("second").await;
    *second.give() += 3;
    tick("third").await;
    n + row
}

#[visible_async]
async fn in_an_expression() -> usize {
    let mut map = BTreeMap::<u8, Log>::new();
    let entry = map.entry(1);
    tick("first").await;
    let size = log("before").len() + (log("held"), entry.or_insert(log("new")).len()).1;
    tick("second").await;
    size
}

#[visible_async]
async fn beside_another(known: bool) -> usize {
    let mut map = BTreeMap::from([(known, log("one"))]);
    let held = log("held");
    let (entry, beside) = (map.entry(true), log("beside"));
    tick("first").await;
    let sizes = (held, entry.and_modify(|row| row.touch("more")).or_insert_with(|| log("new")).len());
    tick("second").await;
    sizes.1 + beside.len()
}

#[visible_async]
async fn in_a_leaf() -> usize {
    let mut map = HashMap::<u8, usize>::new();
    let entry = map.entry(1);
    tick("first").await;
    let size = match (leaf("n", 1).await, log("held").name()) {
        (n, name) => *entry.or_insert(name.len()) + n + leaf("more", 1).await,
    };
    tick("second").await;
    size
}

#[visible_async]
async fn read_by_lines() -> usize {
    let reader = BufReader::new(&b"one\nthree"[..]);
    tick("first").await;
    let mut size = 0;
    for line in reader.lines() {
        size += leaf("line", line.map_or(0, |line| line.len())).await;
    }
    tick("second").await;
    size
}

#[visible_async]
async fn read_by_bytes(reader: BufReader<&[u8]>) -> usize {
    tick("first").await;
    let size = log("before").len() + reader.bytes().count();
    tick("second").await;
    size
}

#[visible_async]
async fn read_in_parts() -> usize {
    let reader: BufReader<_> = (&b"one two"[..]).into_buffered();
    tick("first").await;
    let size = reader.split(b' ').count();
    tick("second").await;
    size
}

trait Buffered: Read + Sized {
    fn into_buffered(self) -> BufReader<Self> {
        BufReader::with_capacity(2, self)
    }
}

impl Buffered for &[u8] {}

#[visible_async]
async fn first_line_of_what_was_read() -> usize {
    let first = BufReader::new(&b"a b\nc"[..]).lines().next().map_or_else(String::new, Result::unwrap_or_default);
    tick("first").await;
    let size = first.split(' ').count() + first.bytes().len() + first.lines().count();
    tick("second").await;
    size
}
