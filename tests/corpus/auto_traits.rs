// Send and Sync: held across a wait, or gone before it.
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Mutex;
use visible_async_test_support::prelude::*;

cases! {
    plain_values(log("a"));
    shared_counter_held();
    shared_counter_in_block();
    cell_held();
    cell_borrowed();
    mutex_guard_over_wait();
    mutex_guard_dropped();
    pointer_held();
    pointer_argument(Rc::new(log("rc")));
    pointer_argument(std::sync::Arc::new(log("arc")));
    phantom_held();
    rc_in_operand();
    rc_consumed();
    boxed_dyn(Box::new(1));
    formatted_with_wait();
    Letter::send(Letter { to: &"you", text: log("text"), seal: log("seal") }, true);
    Letter::send(Letter { to: &"you", text: log("text"), seal: log("seal") }, false);
    raw_pointers();
}

struct Letter<'t> {
    to: &'t &'static str,
    text: Log,
    seal: Log,
}

impl<'t> Letter<'t> {
    #[visible_async]
    async fn send(self, sealed: bool) -> usize {
        tick("begin").await;
        let text = self.text;
        tick("text").await;
        if sealed {
            let seal = self.seal;
            tick("seal").await;
            return text.len() + seal.len();
        }
        text.len() + self.to.len()
    }
}

#[visible_async]
async fn raw_pointers() -> usize {
    let mut held = log("held");
    let (first, copy) = {
        let pointer = &raw mut held;
        let copy = pointer;
        // SAFETY: `held` is alive, and nothing else refers to it.
        unsafe { (*pointer).grow("more") };
        (unsafe { (*copy).len() }, unsafe { &*copy })
    };
    tick("wait").await;
    first + copy.len()
}

#[visible_async]
async fn plain_values(a: Log) -> usize {
    let b = &a;
    tick("wait").await;
    a.len() + b.len()
}

#[visible_async]
async fn shared_counter_held() -> usize {
    let counter = Rc::new(log("rc"));
    tick("wait").await;
    counter.len()
}

#[visible_async]
async fn shared_counter_in_block() -> usize {
    let size = {
        let counter = Rc::new(log("rc"));
        counter.len()
    };
    tick("wait").await;
    size
}

#[visible_async]
async fn cell_held() -> usize {
    let cell = Cell::new(1);
    let held = log("held");
    tick("wait").await;
    cell.set(cell.get() + held.len());
    cell.get()
}

#[visible_async]
async fn cell_borrowed() -> usize {
    let names = RefCell::new(log("names"));
    let view = &names;
    tick("wait").await;
    view.borrow_mut().grow("+");
    names.into_inner().finish()
}

#[visible_async]
async fn mutex_guard_over_wait() -> usize {
    let shared = Mutex::new(log("shared"));
    let guard = shared.lock().unwrap();
    tick("held").await;
    guard.len()
}

#[visible_async]
async fn mutex_guard_dropped() -> usize {
    let shared = Mutex::new(log("shared"));
    let size = {
        let guard = shared.lock().unwrap();
        guard.len()
    };
    tick("free").await;
    shared.lock().unwrap().grow("+");
    tick("again").await;
    size
}

#[visible_async]
async fn pointer_held() -> bool {
    let value = log("value");
    let at = &raw const value;
    tick("wait").await;
    at == &raw const value
}

#[visible_async]
async fn pointer_argument<T: std::ops::Deref<Target = Log>>(value: T) -> usize {
    tick("wait").await;
    value.len()
}

#[visible_async]
async fn phantom_held() -> usize {
    let mark: PhantomData<*const u8> = PhantomData;
    let held = log("held");
    tick("wait").await;
    size_of_val(&mark) + held.len()
}

#[visible_async]
async fn rc_in_operand() -> usize {
    Rc::new(log("rc")).len() + load("x").await.len()
}

#[visible_async]
async fn rc_consumed() -> usize {
    let counter = Rc::new(log("rc"));
    let size = Rc::try_unwrap(counter).map_or(0, Log::finish);
    tick("wait").await;
    size
}

#[visible_async]
async fn boxed_dyn(value: Box<dyn std::any::Any>) -> bool {
    let held = log("held");
    tick("wait").await;
    held.touch("end");
    value.is::<i32>()
}

#[visible_async]
async fn formatted_with_wait() -> String {
    let held = log("held");
    format!("{held} {}", load("x").await)
}
