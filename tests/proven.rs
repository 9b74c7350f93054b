//! Machines that are looked at where a local is mentioned later, but rustc never comes there: it may have lost what it has borrowed; or where
//! something holds a borrow of it by way of what was made before.
#[path = "looked/looks.rs"]
#[allow(dead_code, reason = "other tests use more of it")]
mod looks;

use std::{cell::RefCell, convert::Infallible, sync::mpsc::channel};

use looks::{looks, pause, sees};
use visible_async::visible_async;

/// Overwrites what it owned.
#[derive(Debug)]
struct Text(String);

impl Drop for Text {
    fn drop(&mut self) {
        self.0.replace_range(.., "gone");
    }
}

fn text() -> Text {
    Text("text".to_string())
}

#[visible_async]
async fn where_it_is_no_value(n: usize) -> usize {
    let text = text();
    let list = vec![&text];
    let n = n + list.len();
    drop(text);
    pause().await;
    let _ = stringify!(list);
    #[cfg(any())]
    drop(list);
    n
}

#[visible_async]
#[allow(unreachable_code, reason = "the case is about that")]
async fn behind_a_return() -> usize {
    let text = text();
    let list = vec![&text];
    let n = list.len();
    drop(text);
    pause().await;
    return n;
    list.len()
}

#[visible_async]
#[allow(unreachable_code, reason = "the case is about that")]
async fn behind_a_future_that_never_ends(never: Option<Infallible>) -> usize {
    let text = text();
    let list = vec![&text];
    let n = list.len();
    drop(text);
    pause().await;
    match never {
        None => return n,
        Some(never) => match never {},
    }
    list.len()
}

#[test]
fn what_is_never_used_again_is_not_shown() {
    sees!(where_it_is_no_value(1), ["list = <unused>, n = 2"]);
    sees!(behind_a_return(), ["list = <unused>, n = 1"]);
    sees!(behind_a_future_that_never_ends(None), ["never = None, list = <unused>, n = 1"]);
}

#[visible_async]
async fn anew(mut list: Vec<u8>) -> usize {
    let kept = text();
    let mut last = None;
    for n in 0..2 {
        let text = text();
        last = Some(&text);
        list.push(last.map_or(0, |text| text.0.len() as u8));
        drop(text);
        pause().await;
        last = Some(&kept);
        list.push(n);
    }
    last.map_or(0, |text| text.0.len()) + list.len()
}

#[test]
fn what_gets_a_value_first_is_not_shown() {
    let (seen, n) = looks(anew(vec![]));
    assert_eq!(n, 8);
    assert!(seen.iter().all(|look| !look.contains("last = Some")), "{seen:?}");
}

#[visible_async]
async fn moved_in_an_operand_and_anew(text: Text) -> usize {
    let mut text = text;
    for _ in 0..2 {
        text = back(text, pause().await).await;
        pause().await;
    }
    text.0.len()
}

async fn back(text: Text, (): ()) -> Text {
    pause().await;
    text
}

#[test]
fn what_is_moved_and_comes_back_needs_no_proof() {
    let (seen, n) = looks(moved_in_an_operand_and_anew(text()));
    assert_eq!(n, 4);
    assert_eq!(seen.len(), 6);
}

#[visible_async]
async fn of_one_name(list: Vec<u8>) -> usize {
    let list = Some(&list);
    let n = {
        let list = 1;
        pause().await;
        list
    };
    pause().await;
    n + list.map_or(0, Vec::len)
}

#[test]
fn a_local_that_another_shadows_is_not_proven() {
    sees!(of_one_name(vec![1]), ["list = [1], list = <unproven>, list = 1", "list = [1], list = Some([1]), n = 1"]);
}

#[visible_async]
async fn by_way_of_a_reference(mut list: Vec<u8>) -> usize {
    let cell = RefCell::new(Vec::new());
    let shared = &cell;
    shared.borrow_mut().push(&mut list);
    pause().await;
    cell.into_inner()[0].push(1);
    list.len()
}

#[visible_async]
async fn by_way_of_a_channel(mut list: Vec<u8>) -> usize {
    let (sender, receiver) = channel();
    sender.send(&mut list).unwrap();
    pause().await;
    receiver.recv().unwrap().push(1);
    drop((sender, receiver));
    list.len()
}

#[visible_async]
#[allow(clippy::await_holding_refcell_ref, reason = "it is dropped before")]
async fn by_way_of_a_guard(mut list: Vec<u8>) -> usize {
    let cell = RefCell::new(Vec::new());
    let mut guard = cell.borrow_mut();
    guard.push(&mut list);
    drop(guard);
    pause().await;
    cell.into_inner()[0].push(1);
    list.len()
}

#[test]
fn what_holders_were_made_of_may_hold_the_borrow() {
    let (seen, n) = looks(by_way_of_a_reference(vec![]));
    assert!(seen[0].starts_with("list = <borrowed>"), "{seen:?}");
    let (other, m) = looks(by_way_of_a_channel(vec![]));
    assert!(other[0].starts_with("list = <borrowed>"), "{other:?}");
    let (third, k) = looks(by_way_of_a_guard(vec![]));
    assert!(third[0].starts_with("list = <borrowed>"), "{third:?}");
    assert_eq!((n, m, k), (1, 1, 1));
}

#[visible_async]
async fn copied_parts(pair: (u16, (char, String)), keys: (u8, String)) -> usize {
    let port = pair.0;
    pause().await;
    let first = pair.1.0;
    drop(keys.1);
    pause().await;
    pair.1.1.len() + usize::from(port) + usize::from(keys.0) + first as usize
}

#[test]
fn what_parts_are_copied_of_is_whole() {
    sees!(
        copied_parts((1, ('a', "b".into())), (2, "c".into())),
        [
            "pair = (1, ('a', \"b\")), keys = (2, \"c\"), port = 1",
            "pair = (1, ('a', \"b\")), keys = <in parts>, port = 1, first = 'a'"
        ]
    );
}

/// Of a generic type: nobody knows whether a part of it is copied.
#[visible_async]
async fn generic_parts<T: std::fmt::Debug>(pair: (T, u8)) -> u8 {
    drop(pair.0);
    pause().await;
    pair.1
}

#[test]
fn a_part_of_any_type_leaves() {
    sees!(generic_parts((1_u8, 2)), ["pair = <in parts>"]);
}
