//! Machines that are looked at wherever they rest, continued: copies, leaf futures, children, what is moved, and the ends.
#[path = "looked/looks.rs"]
mod looks;

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures::future::join_all;
use looks::{add, add_visibly, looks, pause, sees};
use visible_async::{Value, VisibleFuture, visible_async};

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

/// Its text is written later.
#[derive(Debug)]
struct Page(String);

impl Page {
    async fn write_fmt(&mut self, text: std::fmt::Arguments<'_>) {
        pause().await;
        self.0.push_str(&text.to_string());
    }
}

#[visible_async]
async fn written_later(mut page: Page, n: u8) -> String {
    write!(page, "{n}").await;
    pause().await;
    page.0
}

#[test]
fn what_a_macro_writes_to_may_be_lent() {
    let (seen, text) = looks(written_later(Page(String::new()), 3));
    assert_eq!(text, "3");
    assert!(seen[0].starts_with("page = <borrowed>"), "{seen:?}");
    assert!(seen[1].starts_with("page = Page(\"3\")"), "{seen:?}");
}

/// Writes to what it was given where it is dropped.
struct Late<'a>(Vec<&'a mut Vec<u8>>);

impl<'a> Late<'a> {
    fn later(&mut self, list: &'a mut Vec<u8>) {
        self.0.push(list);
    }
}

impl Drop for Late<'_> {
    fn drop(&mut self) {
        self.0.iter_mut().for_each(|list| list.push(1));
    }
}

#[visible_async]
async fn in_a_keeper(log: &Cell<usize>) {
    let mut list = vec![];
    {
        let mut late = Late(Vec::new());
        late.later(&mut list);
        pause().await;
    }
    pause().await;
    log.set(list.len());
}

#[test]
fn what_is_kept_for_its_drop_may_hold_the_borrow() {
    let log = Cell::new(0);
    let (seen, ()) = looks(in_a_keeper(&log));
    assert_eq!(log.get(), 1);
    assert!(seen[0].contains("list = <borrowed>"), "{seen:?}");
    assert!(seen[1].contains("list = [1]"), "{seen:?}");
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

#[visible_async]
async fn child(n: u8) -> u8 {
    let half = 0.5;
    pause().await;
    n + u8::from(half > 1.0)
}

#[visible_async]
async fn inside_others() -> usize {
    let later = [Box::pin(child(1))];
    let all = tokio::time::timeout(Duration::from_secs(9), join_all([child(2), child(3)])).await;
    all.map_or(0, |all| all.len()) + later.len()
}

#[test]
fn machines_inside_other_futures_are_in_the_tree() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let _guard = runtime.enter();
    let mut machine = pin!(inside_others());
    assert!(machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let tree = format!("{machine:#?}");
    let lines: Vec<&str> = tree.lines().map(|line| line.split_once(" at tests").map_or(line, |(line, _)| line)).collect();
    let expected = [
        "inside_others(AwaitTimeout",
        "    later: [Pin<Box<Machine<child::{{closure}}>>>; 1]",
        "        child(Start)",
        "            n: u8 = 1",
        "    awaits timeout: Timeout<JoinAll<Machine<child::{{closure}}>>>",
        "        child(AwaitPause",
        "            n: u8 = 2",
        "            half: f64 = 0.5",
        "            awaits pause: Pause",
        "        child(AwaitPause",
        "            n: u8 = 3",
        "            half: f64 = 0.5",
        "            awaits pause: Pause",
    ];
    assert_eq!(lines, expected, "{tree}");
}
