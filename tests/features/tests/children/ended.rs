//! Children that end: dropped, ready, by a panic, leaked.
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::rc::Rc;

use futures::FutureExt;
use visible_async::{View, VisibleFuture, visible_async};

use crate::looks::{Hidden, Pause, below, names, never, one, polls, two};

/// Where a test reaches what a machine polls.
type Shared<T> = Rc<RefCell<Option<Pin<Box<dyn Future<Output = T>>>>>>;

#[visible_async]
async fn of_shared(shared: Shared<()>) {
    std::future::poll_fn(|cx| shared.borrow_mut().as_mut().map_or(std::task::Poll::Ready(()), |each| each.as_mut().poll(cx)))
        .await;
}

#[test]
fn dropped_from_elsewhere() {
    let shared: Shared<()> = Rc::new(RefCell::new(Some(Box::pin(never()))));
    let mut machine = pin!(of_shared(shared.clone()));
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "never@AwaitNever");
    let taken = shared.borrow_mut().take();
    assert_eq!(below(&machine), "never@AwaitNever");
    drop(taken);
    assert_eq!(below(&machine), "");
}

#[test]
fn leaked_it_stays() {
    let shared: Shared<()> = Rc::new(RefCell::new(Some(Box::pin(never()))));
    let mut machine = pin!(of_shared(shared.clone()));
    assert!(!polls(machine.as_mut()));
    std::mem::forget(shared.borrow_mut().take());
    // Memory is used anew, but not that.
    let others: Vec<_> = (0..100).map(|_| Box::pin(never())).collect();
    assert_eq!(below(&machine), "never@AwaitNever");
    drop(others);
    *shared.borrow_mut() = Some(Box::pin(async {
        one(1).await;
    }));
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "never@AwaitNever one@AwaitPause");
}

#[test]
fn the_parent_goes_first() {
    let shared: Shared<()> = Rc::new(RefCell::new(Some(Box::pin(never()))));
    let mut machine = Box::pin(of_shared(shared.clone()));
    assert!(!polls(machine.as_mut()));
    let children = View::of(&machine).children();
    drop(machine);
    assert_eq!(names(&children), "never@AwaitNever");
    assert!(!polls(shared.borrow_mut().as_mut().expect("a machine").as_mut()));
    let mut other = pin!(of_shared(shared));
    assert!(!polls(other.as_mut()));
    assert_eq!(below(&other), "never@AwaitNever");
}

#[visible_async]
async fn panics(polls: u32) {
    Pause(polls).await;
    panic!("as it should");
}

#[visible_async]
async fn catches() -> usize {
    let caught: Hidden<Result<(), _>> = Box::pin(AssertUnwindSafe(panics(1)).catch_unwind());
    let (caught, n) = futures::join!(caught, two(2));
    usize::from(caught.is_err()) + n as usize
}

#[visible_async]
async fn does_not_catch() {
    futures::join!(panics(1), never());
}

#[test]
fn a_panic_ends_it() {
    let mut machine = pin!(catches());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "panics@AwaitPause two@AwaitPause");
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "two@AwaitPause");
    while !polls(machine.as_mut()) {
        assert_eq!(below(&machine), "two@AwaitPause2");
    }
    let mut machine = Box::pin(does_not_catch());
    assert!(!polls(machine.as_mut()));
    let children = View::of(&machine).children();
    assert_eq!(names(&children), "panics@AwaitPause never@AwaitNever");
    assert!(catch_unwind(AssertUnwindSafe(|| polls(machine.as_mut()))).is_err());
    assert_eq!((machine.state().name, below(&machine)), ("Panicked", String::new()));
    // Nothing is left on the stack of the thread.
    let mut alone = pin!(one(1));
    assert!(!polls(alone.as_mut()));
    assert_eq!(below(&alone), "");
    let mut other = pin!(of_shared(Rc::new(RefCell::new(Some(Box::pin(never()))))));
    assert!(!polls(other.as_mut()));
    assert_eq!(below(&other), "never@AwaitNever");
}

/// Looks, where it is dropped, at the machine that has polled it.
struct LooksBack(Rc<RefCell<Vec<String>>>, Rc<RefCell<Option<visible_async::Child>>>);

impl Drop for LooksBack {
    fn drop(&mut self) {
        let child = self.1.borrow();
        self.0.borrow_mut().push(child.as_ref().map_or_else(String::new, |child| names(&child.children())));
    }
}

#[visible_async]
async fn holds(back: LooksBack) {
    never().await;
    drop(back);
}

#[visible_async]
async fn middle(back: LooksBack) {
    let held: Pin<Box<dyn Future<Output = ()>>> = Box::pin(holds(back));
    held.await;
}

#[visible_async]
async fn outer(back: LooksBack) {
    let middle: Pin<Box<dyn Future<Output = ()>>> = Box::pin(middle(back));
    middle.await;
}

#[test]
fn it_is_gone_before_its_locals_are_dropped() {
    let (seen, child) = (Rc::default(), Rc::default());
    let back = LooksBack(Rc::clone(&seen), Rc::clone(&child));
    let mut machine = Box::pin(outer(back));
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "middle@AwaitHeld(holds@AwaitNever(never@AwaitNever))");
    *child.borrow_mut() = View::of(&machine).children().pop();
    drop(machine);
    assert_eq!(*seen.borrow(), [""]);
}
