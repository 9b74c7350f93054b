//! What may have got an exclusive borrow of a local through another: what a holder was made of.
use std::{cell::RefCell, collections::HashMap, fmt::Write};

use visible_async::visible_async;

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

#[test]
fn a_borrow_may_be_kept_by_what_a_holder_was_made_of() {
    let looks = [
        looks(by_an_entry(vec![1])),
        looks(by_an_element(vec![1], vec![2])),
        looks(by_what_has_a_cell(vec![1])),
        looks(by_a_closure_that_keeps_it(vec![1])),
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
