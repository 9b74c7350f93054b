//! Who is whose child: through plain futures, on other threads, while something runs, in a circle.
use std::cell::RefCell;
use std::pin::{Pin, pin};
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};

use visible_async::{Child, View, visible_async};

use crate::looks::{Hidden, Pause, below, names, never, one, polls};

async fn plain(polls: u32) -> u32 {
    let (n, ()) = futures::join!(one(polls), never());
    n
}

#[visible_async]
async fn over_plain() -> u32 {
    plain(2).await
}

#[visible_async]
async fn over_all() -> u32 {
    let (a, b) = futures::join!(over_plain(), over_plain());
    a + b
}

#[test]
fn plain_futures_are_seen_through() {
    let mut machine = pin!(over_all());
    assert!(!polls(machine.as_mut()));
    let each = "over_plain@AwaitPlain(one@AwaitPause never@AwaitNever)";
    assert_eq!(below(&machine), format!("{each} {each}"));
}

macro_rules! leaves {
    ($value:expr) => {{
        let kept = $value;
        if kept == 0 {
            return 0;
        }
        kept
    }};
}

/// Rustc's own machine.
#[visible_async]
async fn opaque() -> u32 {
    let n = leaves!(1);
    n + plain(1).await
}

#[visible_async]
async fn over_opaque() -> u32 {
    let inner: Hidden<u32> = Box::pin(opaque());
    inner.await
}

#[test]
fn of_rustcs_own_machine() {
    let mut machine = pin!(opaque());
    assert!(View::of(&machine).description().is_opaque());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "one@AwaitPause never@AwaitNever");
    let tree = format!("{machine:#?}");
    assert!(tree.starts_with("an async fn(Opaque)\n    one(AwaitPause at "), "{tree}");
    let mut machine = pin!(over_opaque());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "an async fn@Opaque(one@AwaitPause never@AwaitNever)");
}

#[test]
fn neighbours_have_their_own() {
    let (mut first, mut second) = (pin!(over_plain()), pin!(over_plain()));
    assert!(!polls(first.as_mut()));
    assert_eq!(below(&second), "");
    assert!(!polls(second.as_mut()));
    assert!(!polls(second.as_mut()));
    assert!(!polls(second.as_mut()));
    assert_eq!(below(&first), "one@AwaitPause never@AwaitNever");
    assert_eq!(below(&second), "never@AwaitNever");
}

#[visible_async]
async fn lends(mut inner: Pin<&mut Hidden<()>>) {
    futures::future::select(inner.as_mut(), Box::pin(one(1))).await;
    one(1).await;
}

#[test]
fn polled_by_another_it_is_that_ones() {
    let mut inner: Hidden<()> = Box::pin(never());
    let mut pinned = Pin::new(&mut inner);
    let mut first = Box::pin(lends(pinned.as_mut()));
    assert!(!polls(first.as_mut()));
    assert_eq!(below(&first), "never@AwaitNever one@AwaitPause");
    assert!(!polls(first.as_mut()));
    assert_eq!(below(&first), "!never@AwaitNever one@AwaitPause");
    let tree = format!("{first:#?}");
    assert!(tree.contains("\n    last polled at AwaitSelect: never(AwaitNever at "), "{tree}");
    let children = View::of(&first).children();
    drop(first);
    assert!(!polls(pinned.as_mut()));
    assert_eq!(names(&children[..1]), "!never@AwaitNever");
    let mut second = pin!(lends(pinned));
    assert!(!polls(second.as_mut()));
    assert_eq!(below(&second), "never@AwaitNever one@AwaitPause");
}

#[test]
fn another_thread_goes_on_with_it() {
    let mut machine: Pin<Box<_>> = Box::pin(over_plain());
    assert!(!polls(machine.as_mut()));
    let machine = std::thread::spawn(move || {
        assert_eq!(below(&machine), "one@AwaitPause never@AwaitNever");
        assert!(!polls(machine.as_mut()));
        machine
    });
    let mut machine = machine.join().expect("no panic");
    assert_eq!(below(&machine), "one@AwaitPause never@AwaitNever");
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "never@AwaitNever");
}

/// Tells that it is polled, and goes on when it may.
struct Gate(mpsc::Sender<()>, mpsc::Receiver<()>);

impl Future for Gate {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let _ = self.0.send(());
        match self.1.recv() {
            Ok(()) => Poll::Pending,
            Err(_) => Poll::Ready(()),
        }
    }
}

#[visible_async]
async fn gated(gate: Gate) {
    gate.await;
}

#[visible_async]
async fn of_boxed(inner: &mut Hidden<()>) {
    inner.await;
}

#[test]
fn while_another_thread_polls_it() {
    let ((begun, begins), (go, goes)) = (mpsc::channel(), mpsc::channel());
    let mut inner: Hidden<()> = Box::pin(gated(Gate(begun, goes)));
    go.send(()).expect("it listens");
    let mut machine = Box::pin(of_boxed(&mut inner));
    assert!(!polls(machine.as_mut()));
    begins.recv().expect("it was polled");
    let children = View::of(&machine).children();
    assert_eq!(names(&children), "gated@AwaitGate");
    drop(machine);
    let runs = std::thread::spawn(move || {
        let first = polls(inner.as_mut());
        (first, polls(inner.as_mut()))
    });
    begins.recv().expect("it is polled");
    assert_eq!(names(&children), "gated@<running>");
    assert_eq!(format!("{}", children[0]), "gated(<running>)");
    go.send(()).expect("it listens");
    begins.recv().expect("it is polled");
    assert_eq!(names(&children), "gated@<running>");
    drop(go);
    assert_eq!(runs.join().expect("no panic"), (false, true));
}

thread_local! {
    static SEEN: RefCell<(Option<Child>, Vec<String>)> = RefCell::default();
}

/// Looks at the child that the test has put there.
struct Looks;

impl Future for Looks {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        SEEN.with_borrow_mut(|(child, seen)| seen.extend(child.as_ref().map(|child| format!("{child}"))));
        Poll::Pending
    }
}

#[visible_async]
async fn looks() {
    futures::join!(one(9), Looks);
}

#[visible_async]
async fn over_looks() {
    let inner: Hidden<()> = Box::pin(looks());
    inner.await;
}

#[test]
fn from_inside_its_own_poll() {
    let mut machine = pin!(over_looks());
    assert!(!polls(machine.as_mut()));
    let child = View::of(&machine).children().pop();
    SEEN.with_borrow_mut(|seen| seen.0 = child);
    assert!(!polls(machine.as_mut()));
    assert_eq!(SEEN.take().1, ["looks(<running>)"]);
    assert_eq!(below(&machine), "looks@AwaitJoin(one@AwaitPause)");
}

#[visible_async]
async fn blocks() {
    let mut kept = Box::pin(never());
    assert!(kept.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    Pause(1).await;
    drop(kept);
}

#[test]
fn polled_by_hand_between_awaits() {
    let mut machine = pin!(blocks());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "!never@AwaitNever");
    let child = View::of(&machine).children().pop().expect("one");
    assert_eq!(child.polled_at(), None);
    assert!(format!("{child:?}").starts_with("polled between awaits: never(AwaitNever at "), "{child:?}");
}

/// Each polls the other.
#[visible_async]
async fn first(other: &'static Circle) {
    std::future::poll_fn(|cx| other.poll(cx)).await;
}

/// A machine that whoever has it may poll, unless it is polled already.
struct Circle(std::sync::Mutex<Option<Hidden<()>>>);

impl Circle {
    fn poll(&self, cx: &mut Context<'_>) -> Poll<()> {
        let Ok(mut inner) = self.0.try_lock() else { return Poll::Pending };
        inner.as_mut().map_or(Poll::Pending, |inner| inner.as_mut().poll(cx))
    }
}

#[test]
fn a_circle_ends() {
    static ONE: Circle = Circle(std::sync::Mutex::new(None));
    static TWO: Circle = Circle(std::sync::Mutex::new(None));
    *ONE.0.lock().expect("free") = Some(Box::pin(first(&TWO)));
    *TWO.0.lock().expect("free") = Some(Box::pin(first(&ONE)));
    let mut machine = pin!(first(&ONE));
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "first@AwaitPollFn(first@AwaitPollFn)");
    let cx = &mut Context::from_waker(Waker::noop());
    assert!(TWO.poll(cx).is_pending());
    assert_eq!(below(&machine), "");
    assert!(!polls(machine.as_mut()));
    let text = format!("{:#?}{}", machine, serde_json::to_string(&View::of(&machine).children()).expect("JSON"));
    assert!(text.len() < 10_000, "{text}");
    (*ONE.0.lock().expect("free"), *TWO.0.lock().expect("free")) = (None, None);
}
