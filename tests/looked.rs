//! Machines that are looked at wherever they rest: nothing is shown that something else may have borrowed exclusively, or that may be gone.
//!
//! Under Miri each look at a borrowed local would be an error: `MIRIFLAGS="-Zmiri-tree-borrows -Zmiri-permissive-provenance
//! -Zmiri-ignore-leaks" cargo +nightly miri test --test looked`.
#[path = "looked/looks.rs"]
mod looks;
#[path = "looked/through.rs"]
mod through;

use std::cell::{Cell, RefCell};

use looks::{add, add_visibly, looks, pause, sees};
use visible_async::visible_async;

#[visible_async]
async fn free(text: String, n: u8) -> usize {
    let list = vec![1, 2];
    pause().await;
    let size = list.len() + text.len() + usize::from(n);
    pause().await;
    size + list[0]
}

#[test]
fn what_nothing_has_borrowed_is_shown() {
    sees!(free("text".into(), 3), ["text = \"text\", n = 3, list = [1, 2]", "text = \"text\", list = [1, 2], size = 9"]);
}

#[visible_async]
async fn by_a_local(mut list: Vec<u8>) -> usize {
    let first = &mut list[0];
    pause().await;
    *first += 1;
    pause().await;
    list.len()
}

#[test]
fn a_local_may_hold_the_borrow() {
    sees!(by_a_local(vec![1]), ["list = <borrowed>, first = 1", "list = [2], first = <unused>"]);
}

#[visible_async]
async fn gone(mut list: Vec<u8>) -> u8 {
    let first = &list[0];
    let shared = Holds(first);
    let n = *first + *shared.0;
    pause().await;
    list = vec![2; 100];
    pause().await;
    let moved = list;
    pause().await;
    n + moved[0]
}

#[derive(Debug)]
struct Holds<'a>(&'a u8);

#[test]
fn what_a_local_has_borrowed_may_be_gone() {
    let rest = "shared = <unused>, n = 2";
    let (seen, n) = looks(gone(vec![1]));
    assert_eq!(n, 4);
    assert_eq!(seen[0], format!("list = <unused>, {rest}").replace("list = <unused>", "list = [1]"));
    assert!(seen.iter().all(|look| look.contains(rest)), "{seen:?}");
}

#[visible_async]
async fn by_the_awaited(mut list: Vec<u8>) -> usize {
    add(&mut list, 1).await;
    add_visibly(&mut list, 2).await;
    pause().await;
    list.len()
}

#[test]
fn the_awaited_future_may_hold_the_borrow() {
    sees!(by_the_awaited(Vec::new()), ["list = <borrowed>", "list = <borrowed>", "list = <borrowed>", "list = [1, 2]"]);
}

struct Held<'a>(&'a mut Vec<u8>);

impl<'a> Held<'a> {
    fn of(list: &'a mut Vec<u8>) -> Self {
        Held(list)
    }

    fn again(&mut self) -> Held<'_> {
        Held(self.0)
    }
}

#[visible_async]
async fn by_way_of_others(mut list: Vec<u8>, other: Vec<u8>) -> usize {
    let mut held = Held::of(&mut list);
    let again = held.again();
    let boxed = Box::new(again);
    pause().await;
    boxed.0.push(1);
    pause().await;
    held.0.push(2);
    list.len() + other.len()
}

#[test]
fn a_borrow_may_be_passed_on() {
    let (seen, _) = looks(by_way_of_others(Vec::new(), Vec::new()));
    assert_eq!(seen.len(), 2);
    assert!(seen[0].starts_with("list = <borrowed>, other = []"), "{seen:?}");
}

#[visible_async]
async fn in_an_iterator(mut list: Vec<u8>) -> usize {
    for each in list.iter_mut() {
        pause().await;
        *each += 1;
    }
    pause().await;
    list.len()
}

#[test]
fn an_iterator_may_hold_the_borrow() {
    let (seen, _) = looks(in_an_iterator(vec![1, 2]));
    assert!(seen[..2].iter().all(|look| look.starts_with("list = <borrowed>")), "{seen:?}");
    assert_eq!(seen[2], "list = [2, 3]");
}

#[visible_async]
async fn in_a_closure(mut list: Vec<u8>) -> usize {
    let mut push = |n| list.push(n);
    pause().await;
    push(1);
    pause().await;
    list.len()
}

#[test]
fn a_closure_may_hold_the_borrow() {
    sees!(in_a_closure(vec![]), ["list = <borrowed>, push = ..", "list = [1], push = <unused>"]);
}

#[visible_async]
async fn by_a_pattern(mut pair: (Vec<u8>, Option<u8>)) -> usize {
    let (list, Some(n)) = &mut pair else { return 0 };
    pause().await;
    list.push(*n);
    pause().await;
    match pair {
        (ref mut list, _) if list.len() == 1 => {
            pause().await;
            list.push(3);
        }
        _ => {}
    }
    pause().await;
    pair.0.len()
}

#[test]
fn a_pattern_may_hold_the_borrow() {
    let (seen, size) = looks(by_a_pattern((vec![], Some(1))));
    assert_eq!(size, 2);
    assert!(seen[0].starts_with("pair = <borrowed>"), "{seen:?}");
    assert!(seen[2].starts_with("pair = <borrowed>"), "{seen:?}");
}

thread_local! {
    static KEPT: RefCell<Option<&'static mut Vec<u8>>> = const { RefCell::new(None) };
}

trait Leak {
    fn leak_it(self);
}

impl Leak for &'static mut Vec<u8> {
    fn leak_it(self) {
        KEPT.with(|kept| *kept.borrow_mut() = Some(self));
    }
}

#[allow(dead_code, reason = "kept to the end of its scope")]
struct Owner {
    list: &'static mut Vec<u8>,
    name: String,
}

#[visible_async]
async fn for_ever(list: &'static mut Vec<u8>) {
    KEPT.with(|kept| *kept.borrow_mut() = Some(&mut *list));
    pause().await;
}

#[visible_async]
async fn for_ever_by_a_method(list: &'static mut Vec<u8>, log: &Cell<u8>) {
    list.leak_it();
    pause().await;
    log.set(1);
}

#[visible_async]
async fn for_ever_by_a_field(owner: Owner) {
    owner.list.leak_it();
    pause().await;
    pause().await;
}

#[visible_async]
#[allow(clippy::redundant_allocation, reason = "the case is about that")]
async fn for_ever_by_a_box(list: Box<&'static mut Vec<u8>>) {
    KEPT.with(|kept| *kept.borrow_mut() = Some(&mut **list));
    pause().await;
}

#[test]
fn a_borrow_may_last_for_ever() {
    for_each_leaked(|list| drop(looks(for_ever(list))));
    for_each_leaked(|list| drop(looks(for_ever_by_a_method(list, &Cell::new(0)))));
    for_each_leaked(|list| drop(looks(for_ever_by_a_field(Owner { list, name: "name".into() }))));
    for_each_leaked(|list| drop(looks(for_ever_by_a_box(Box::new(list)))));
    let (seen, ()) = looks(for_ever(Box::leak(Box::default())));
    assert!(seen.iter().all(|look| !look.contains('[')), "{seen:?}");
}

fn for_each_leaked(run: impl FnOnce(&'static mut Vec<u8>)) {
    run(Box::leak(Box::new(vec![1])));
    // The borrow is used after the machine was looked at.
    KEPT.with(|kept| kept.borrow_mut().take().map(|list| list.push(2)));
}
