// Locals of types that have the names of std's and do otherwise, and shapes that need not mean what they mean as a rule.
use std::cell::Cell;
use visible_async_test_support::prelude::*;
cases! {
    box_that_makes_another();
    boxes_of_std();
    closure_that_takes_closures();
    own_pin();
    counted_without_waiting();
    constant_in_a_pattern(3);
    negated_reference_may_drop();
}
struct Counter(Cell<u32>);
/// Looks at what it borrows when it is dropped.
struct Loud<'a>(&'a Cell<u32>);
impl Drop for Loud<'_> {
    fn drop(&mut self) {
        event(format!("drop at {}", self.0.get()));
    }
}
impl<'a> std::ops::Neg for &'a Counter {
    type Output = Loud<'a>;
    fn neg(self) -> Loud<'a> {
        Loud(&self.0)
    }
}
impl<'a> std::ops::Not for &'a Counter {
    type Output = Loud<'a>;
    fn not(self) -> Loud<'a> {
        Loud(&self.0)
    }
}
macro_rules! hide { ($($name:ident)*) => { $(pub fn $name(&self) -> u32 { event(stringify!($name)); self.1.set(self.1.get() + 1); self.1.get() })* } }
#[visible_async]
async fn negated_reference_may_drop() -> u32 {
    let x = Counter(Cell::new(1));
    let seen = &x;
    let loud = -seen;
    let also = !seen;
    tick("wait").await;
    seen.0.get()
}
trait Wrap {
    fn wrapped(self) -> Handle;
}
struct Handle(u32);
impl Wrap for Box<u32> {
    fn wrapped(self) -> Handle {
        Handle(*self)
    }
}
impl std::ops::Deref for Handle {
    type Target = u32;
    fn deref(&self) -> &u32 {
        event("deref handle");
        &self.0
    }
}
impl Drop for Handle {
    fn drop(&mut self) {
        event("drop handle");
    }
}
#[visible_async]
async fn box_that_makes_another() -> u32 {
    let x = Box::new(7).wrapped();
    tick("before").await;
    let n = *x;
    tick("after").await;
    n
}
#[visible_async]
async fn boxes_of_std() -> usize {
    let (whole, number) = (log("whole"), 3);
    let parts = Box::new((log("left"), log("right")));
    let whole = Box::new(whole);
    let number: Box<usize> = Box::new(number);
    tick("before").await;
    let n = *number;
    let inner = *whole;
    let (left, _) = *parts;
    tick("after").await;
    left.len() + inner.len() + n
}
#[visible_async]
async fn closure_that_takes_closures() -> u32 {
    let held = log("held");
    let run: Box<dyn Fn(Box<dyn FnOnce() -> u32>) -> u32> = Box::new(move |f| {
        held.touch("run");
        f()
    });
    tick("before").await;
    let n = run(Box::new(|| 3));
    tick("after").await;
    n
}
mod own {
    use super::*;
    pub struct Pin(pub Cell<u32>);
    impl Pin {
        pub fn project(&self) -> u32 {
            event("project");
            self.0.get()
        }
    }
    impl Drop for Pin {
        fn drop(&mut self) {
            event("drop Pin");
        }
    }
    #[allow(dead_code, reason = "there to be copied or not")]
    pub struct String(pub u32, pub Cell<u32>);
    #[allow(dead_code, reason = "there to be copied or not")]
    #[derive(Clone, Copy)]
    pub struct View<'a>(pub &'a Cell<u32>);
    impl String {
        pub fn new() -> Self {
            String(1, Cell::new(1))
        }
        pub fn len(&self) -> View<'_> {
            View(&self.1)
        }
        hide! { nudge }
    }
}
#[visible_async]
async fn own_pin() -> u32 {
    let x: own::Pin = own::Pin(Cell::new(3));
    tick("before").await;
    let n = x.project();
    tick("after").await;
    n
}
#[visible_async]
async fn counted_without_waiting() -> u32 {
    use own::String;
    let x = String::new();
    tick("before").await;
    let seen = x.len();
    let n = x.nudge();
    n + seen.0.get()
}
#[allow(non_upper_case_globals)]
const three: u32 = 3;
#[allow(non_upper_case_globals, reason = "a constant that looks like a name")]
#[visible_async]
async fn constant_in_a_pattern(n: u32) -> u32 {
    match n {
        three => tick("three").await,
        _ => tick("other").await,
    }
    n
}
