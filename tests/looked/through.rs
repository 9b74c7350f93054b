//! What may have got an exclusive borrow of a local through another: what a holder was made of.
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    fmt::{self, Debug, Formatter, Write},
};

use visible_async::{
    driver::{Driver, Outcome},
    visible_async,
};

use super::looks::{looks, pause};

#[visible_async]
async fn by_an_entry(mut list: Vec<u8>) -> usize {
    let mut lists = HashMap::<u8, Vec<&mut Vec<u8>>>::new();
    let entry = lists.entry(1).or_default();
    entry.push(&mut list);
    pause().await;
    lists[&1].len() + list.len()
}

#[visible_async]
async fn by_an_element(mut list: Vec<u8>, mut other: Vec<u8>) -> usize {
    let mut lists = vec![&mut other];
    let last = lists.last_mut().unwrap();
    *last = &mut list;
    pause().await;
    lists[0].push(1);
    list.len()
}

#[visible_async]
async fn by_what_has_a_cell(mut list: Vec<u8>) -> usize {
    let cell = RefCell::new(None);
    let shelf = Shelf::of(&cell);
    shelf.put(&mut list);
    pause().await;
    cell.take().map_or(0, |list| list.len()) + list.len()
}

struct Shelf<'a, 'b>(&'a RefCell<Option<&'b mut Vec<u8>>>);

impl<'a, 'b> Shelf<'a, 'b> {
    fn of(cell: &'a RefCell<Option<&'b mut Vec<u8>>>) -> Self {
        Shelf(cell)
    }

    fn put(&self, list: &'b mut Vec<u8>) {
        self.0.replace(Some(list));
    }
}

#[visible_async]
async fn by_a_closure_that_keeps_it(mut list: Vec<u8>) -> usize {
    let mut lists = Vec::new();
    let mut keep = |list| lists.push(list);
    keep(&mut list);
    pause().await;
    lists.len() + list.len()
}

trait Keep {
    fn keep<'a>(&'a mut self, lists: &mut Vec<&'a mut Self>);
}

impl Keep for Vec<u8> {
    fn keep<'a>(&'a mut self, lists: &mut Vec<&'a mut Self>) {
        lists.push(self);
    }
}

#[visible_async]
async fn by_a_method_of_its_own(mut list: Vec<u8>) -> usize {
    let mut lists = vec![Vec::new()];
    let last = lists.last_mut().unwrap();
    list.keep(last);
    pause().await;
    lists[0][0].push(1);
    list.len()
}

#[test]
fn a_borrow_may_be_kept_by_what_a_holder_was_made_of() {
    let looks = [
        looks(by_an_entry(vec![1])),
        looks(by_an_element(vec![1], vec![2])),
        looks(by_what_has_a_cell(vec![1])),
        looks(by_a_closure_that_keeps_it(vec![1])),
        looks(by_a_method_of_its_own(vec![1])),
    ];
    assert!(looks.iter().all(|(seen, _)| seen[0].starts_with("list = <borrowed>")), "{looks:?}");
}

#[visible_async]
async fn written_to(mut list: Vec<u8>) -> String {
    let mut texts = String::new();
    let items = &mut list;
    while let Some(item) = next(items).await {
        texts.push(char::from(item));
        write!(texts, "{item}").unwrap();
    }
    texts
}

async fn next(list: &mut Vec<u8>) -> Option<u8> {
    pause().await;
    list.pop()
}

#[test]
fn what_a_local_is_given_borrows_nothing_of_it() {
    let (seen, _) = looks(written_to(b"a".to_vec()));
    assert!(seen.iter().zip(["\"\"", "\"a97\""]).all(|(look, texts)| look.contains(&format!("texts = {texts}"))), "{seen:?}");
}

#[visible_async]
async fn by_a_cell(mut n: u8, mut list: Vec<u8>) -> usize {
    let (cell, shared) = (Cell::from_mut(&mut n), list.first_mut().map(|first| &*first));
    cell.set(2);
    pause().await;
    cell.set(3);
    usize::from(cell.get()) + usize::from(*shared.unwrap())
}

#[test]
fn a_reference_to_a_cell_is_exclusive() {
    let (seen, sum) = looks(by_a_cell(1, vec![4]));
    assert_eq!((seen, sum), (vec!["n = <borrowed>, list = <borrowed>, cell = Cell { value: 2 }, shared = Some(4)".into()], 7));
}

#[visible_async]
async fn by_what_is_shared(mut list: Vec<u8>) -> usize {
    let first = list.first_mut().map(|first| &*first);
    pause().await;
    usize::from(*first.unwrap()) + list.len()
}

#[test]
fn what_is_copied_holds_no_exclusive_borrow() {
    let (seen, _) = looks(by_what_is_shared(vec![4]));
    assert_eq!(seen, ["list = [4], first = Some(4)"]);
}

struct Fails(bool);

impl Debug for Fails {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Fails(")?;
        if self.0 { panic!("in a `Debug`") } else { Err(fmt::Error) }
    }
}

#[visible_async]
async fn without_debug(fails: Fails, n: u8) -> u8 {
    pause().await;
    n + u8::from(fails.0)
}

#[test]
fn a_debug_that_fails_or_panics_spoils_no_tree() {
    let tree = |panics| format!("{:#?}", without_debug(Fails(panics), 1));
    assert_eq!(tree(false), "without_debug(Start)\n    fails: Fails = <its Debug failed>\n    n: u8 = 1");
    assert_eq!(tree(true), "without_debug(Start)\n    fails: Fails = <its Debug panicked>\n    n: u8 = 1");
    let seen = Driver::new(without_debug(Fails(false), 1)).locals();
    assert_eq!(seen[0].value.as_deref(), Some("Fails(<its Debug failed>"));
}

struct Text(String);

impl Text {
    async fn sent(self) -> usize {
        pause().await;
        self.0.len()
    }

    async fn seen(&self) -> usize {
        pause().await;
        self.0.len()
    }
}

#[visible_async]
async fn kept(first: Text, second: Text) -> usize {
    pause().await;
    let n = first.sent().await + second.seen().await;
    pause().await;
    n
}

#[test]
fn what_a_call_may_have_moved_has_its_own_type_or_is_gone() {
    let mut driver = Driver::new(kept(Text("a".into()), Text("b".into())));
    let mut last = Vec::new();
    while driver.step().is_ok_and(|step| step.outcome == Outcome::Pending) {
        last = driver.locals().into_iter().filter(|local| !local.awaited).map(|local| local.to_string()).collect();
    }
    assert_eq!(last, ["second: Text = <unused>", "n: usize = 2"]);
}
