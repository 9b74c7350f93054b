//! Machines that are looked at wherever they rest: what is shown, and that nothing is that something else may have borrowed exclusively.
//!
//! Under Miri (`cargo +nightly miri test --test looked`) each look at a borrowed local would be an error.
use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll, Waker},
};

use visible_async::{Value, VisibleFuture, visible_async};

/// Pending once.
struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

fn pause() -> Pause {
    Pause(false)
}

/// Each local that is seen, each time the machine rests, with its value: `n = 1`; but for the awaited future.
fn looks<F: VisibleFuture>(future: F) -> (Vec<String>, F::Output) {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    let mut seen = Vec::new();
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return (seen, output);
        }
        let mut here = Vec::new();
        future.locals(&mut |local| {
            if !local.awaited {
                here.push(format!("{} = {:?}", local.name, local.value));
            }
        });
        // The tree as well, with what is awaited.
        let _ = format!("{future:?} {future:#?}");
        seen.push(here.join(", "));
    }
}

/// What is seen of the machine is this.
macro_rules! sees {
    ($future:expr, [$($look:literal),* $(,)?]) => {{
        let (seen, output) = looks($future);
        assert_eq!(seen, [$($look),*]);
        output
    }};
}

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

async fn add(list: &mut Vec<u8>, n: u8) {
    pause().await;
    list.push(n);
}

#[visible_async]
async fn add_visibly(list: &mut Vec<u8>, n: u8) {
    pause().await;
    list.push(n);
    pause().await;
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
    let looks = ["list = <borrowed>, other = [], held = .., boxed = ..", "list = <borrowed>, other = [], held = .., boxed = .."];
    let (seen, _) = self::looks(by_way_of_others(Vec::new(), Vec::new()));
    assert_eq!(seen.len(), 2);
    assert!(seen[0].starts_with("list = <borrowed>, other = []"), "{looks:?} {seen:?}");
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

#[visible_async]
async fn copies(n: u8, at: (u8, u8), mut changed: u8) -> u8 {
    add(&mut vec![n], n).await;
    let change = &mut changed;
    pause().await;
    *change += at.0;
    pause().await;
    n + at.1 + changed
}

#[test]
fn copies_are_shown_unless_they_are_lent() {
    let (seen, _) = looks(copies(1, (2, 3), 4));
    assert!(seen[0].starts_with("n = 1, at = (2, 3), changed = 4"), "{seen:?}");
    assert!(seen[1].starts_with("n = 1, at = (2, 3), changed = <borrowed>"), "{seen:?}");
    assert!(seen[2].starts_with("n = 1, at = (2, 3), changed = 6"), "{seen:?}");
}

#[visible_async]
async fn in_a_leaf(mut list: Vec<u8>, other: &Cell<u8>) -> usize {
    let sizes = tokio::join!(add(&mut list, 1), async {
        pause().await;
        other.set(2);
    });
    pause().await;
    let _ = sizes;
    list.len()
}

#[test]
fn a_leaf_future_may_hold_the_borrow() {
    let (seen, _) = looks(in_a_leaf(vec![], &Cell::new(0)));
    assert!(seen[0].starts_with("list = <borrowed>"), "{seen:?}");
    assert!(seen.last().is_some_and(|look| look.starts_with("list = [1]")), "{seen:?}");
}

#[visible_async]
async fn pinned_child(mut list: Vec<u8>) -> usize {
    {
        let mut child = pin!(add_visibly(&mut list, 1));
        let polled = futures::poll!(child.as_mut());
        pause().await;
        assert!(polled.is_pending());
        child.await;
    }
    list.len()
}

#[test]
fn a_child_on_the_stack_of_the_machine_is_seen() {
    let (seen, size) = looks(pinned_child(vec![]));
    assert_eq!(size, 1);
    assert!(seen.iter().all(|look| look.starts_with("list = <borrowed>")), "{seen:?}");
}

#[visible_async]
async fn moved_or_not(text: String, moves: bool) -> usize {
    if moves {
        drop(text);
        pause().await;
        return 0;
    }
    pause().await;
    text.len()
}

#[visible_async]
async fn maybe(text: String, moves: bool) {
    if moves {
        drop(text);
    }
    pause().await;
}

#[test]
fn what_was_moved_is_not_there() {
    sees!(moved_or_not("text".into(), true), [""]);
    sees!(moved_or_not("text".into(), false), ["text = \"text\""]);
    sees!(maybe("text".into(), true), [""]);
    sees!(maybe("text".into(), false), ["text = \"text\""]);
}

#[visible_async]
async fn in_parts(pair: (String, String)) -> usize {
    drop(pair.0);
    pause().await;
    pair.1.len()
}

#[test]
fn what_is_left_of_a_local_is_not_shown() {
    sees!(in_parts(("a".into(), "b".into())), ["pair = <in parts>"]);
}

type Kept = Rc<RefCell<Option<Pin<Box<dyn VisibleFuture<Output = ()>>>>>>;

/// Looks back at the machine that holds it.
struct LooksBack(Kept);

impl std::fmt::Debug for LooksBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.try_borrow() {
            Ok(machine) => write!(f, "{:#?}", machine.as_ref()),
            Err(_) => f.write_str("running"),
        }
    }
}

#[visible_async]
async fn looked_at_by_itself(back: LooksBack) {
    let during = format!("{back:?}");
    assert_eq!(during, "running");
    pause().await;
    drop(back);
}

#[test]
fn a_tree_without_end_ends() {
    let cell = Kept::default();
    *cell.borrow_mut() = Some(Box::pin(looked_at_by_itself(LooksBack(cell.clone()))) as _);
    let mut cx = Context::from_waker(Waker::noop());
    let polled = cell.borrow_mut().as_mut().map(|machine| machine.as_mut().poll(&mut cx));
    assert_eq!(polled, Some(Poll::Pending));
    assert!(format!("{:#?}", cell.borrow().as_ref()).contains("looked_at_by_itself(AwaitPause"));
    drop(cell.take());
}

#[test]
fn nothing_is_seen_at_the_ends() {
    let mut machine = pin!(maybe("text".into(), true));
    assert!(machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert!(machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    machine.locals(&mut |local| panic!("{local:?}"));
    assert!(machine.state().is_terminal());
    assert_eq!(format!("{machine:#?}"), "maybe(Done)");
}

#[visible_async]
async fn many_locals() -> usize {
    let (a, b, c, d, e, f, g) = (1, 2, 3, 4, 5, 6, 7);
    let (h, i, j, k, l, m, n) = (8, 9, 10, 11, 12, 13, 14);
    let (o, p, q, r, s, t, u) = (15, 16, 17, 18, 19, 20, 21);
    pause().await;
    a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t + u
}

#[test]
fn more_locals_than_a_tuple_has() {
    let (seen, sum) = looks(many_locals());
    assert_eq!((sum, seen[0].matches(" = ").count()), (231, 21));
    assert!(seen[0].contains("m = 13, n = 14, o = 15"), "{seen:?}");
}

#[visible_async]
async fn generic<T, D: std::fmt::Debug>(hidden: T, shown: D) -> (T, D) {
    pause().await;
    (hidden, shown)
}

#[test]
fn a_type_parameter_is_shown_if_its_bounds_say_so() {
    sees!(generic(1, 2), ["hidden = .., shown = 2"]);
    let value = |value: Value<'_>| format!("{value:?}");
    assert_eq!(value(Value::Hidden), "..");
}
