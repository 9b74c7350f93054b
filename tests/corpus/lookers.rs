// What may have borrowed a local that a call may move: it looks at what the call has changed. What stands beside an operator need not be
// a number, nor is a guard known by what has made it.
use std::cell::Cell;
use visible_async_test_support::prelude::*;
cases! {
    value_while_a_looker_dies(7);
    value_while_a_looker_dies(1);
    added_view();
    added_view_in_a_condition(true);
    counted_by_what_is_no_number();
    view_multiplied_in_a_loop(2);
    seen_after_its_owner_changed();
    seen_in_a_block();
    looker_dropped_after();
    looker_in_a_block();
    looker_in_a_struct();
    borrow_that_its_statement_passes_on();
}
mod views {
    use super::*;
    use std::cell::Cell;
    macro_rules! spies { ($($name:ident)*) => { $(pub fn $name(&self) -> super::Looker<'_> { super::looker(self) })* } }
    pub struct Owner(pub Cell<u32>, pub &'static str);
    macro_rules! hide { ($($name:ident $body:tt)*) => { $(pub fn $name(&self) -> u32 { $body; self.0.set(self.0.get() + 1); self.0.get() })* } }
    impl Owner {
        pub fn new(n: u32, name: &'static str) -> Self {
            Self(Cell::new(n), name)
        }
        hide! { prod {1} nudge {2} }
        spies! { spy }
    }
    impl Drop for Owner {
        fn drop(&mut self) {
            event(format!("{} {:?}", self.1, self.0));
            self.0.set(0);
        }
    }
    /// Looks at its owner whenever it is asked.
    #[derive(Clone, Copy, PartialEq)]
    pub struct View<'a>(pub &'a Cell<u32>, pub usize);
    impl View<'_> {
        pub fn look(self) -> u32 {
            event(format!("looks at {}: {}", self.1, self.0.get()));
            self.0.get()
        }
    }
    impl<'a> std::ops::Add<usize> for View<'a> {
        type Output = Self;
        fn add(self, by: usize) -> Self {
            View(self.0, self.1 + by)
        }
    }
    impl std::ops::Mul<u32> for View<'_> {
        type Output = u32;
        fn mul(self, by: u32) -> u32 {
            self.look() * by
        }
    }
    impl std::ops::AddAssign<usize> for View<'_> {
        fn add_assign(&mut self, by: usize) {
            self.1 += by;
        }
    }
    impl PartialEq<usize> for View<'_> {
        fn eq(&self, other: &usize) -> bool {
            self.1 == *other
        }
    }
    pub fn view(owner: &Owner) -> View<'_> {
        View(&owner.0, 0)
    }
}
use views::*;
#[visible_async]
async fn added_view() -> u32 {
    let x = Owner::new(7, "x");
    let seen = view(&x);
    let next = seen + 1;
    tick("before").await;
    let n = x.nudge();
    let m = seen.look() + next.look();
    tick("after").await;
    n + m
}
#[visible_async]
async fn added_view_in_a_condition(some: bool) -> u32 {
    let x = Owner::new(7, "x");
    let mut seen = view(&x);
    tick("before").await;
    seen += 1;
    if some && seen == 1 {
        let n = x.prod();
        tick("between").await;
        return n + seen.look();
    }
    seen.look()
}
#[visible_async]
async fn counted_by_what_is_no_number() -> u32 {
    let x = Owner::new(7, "x");
    let mut seen = view(&x);
    seen += 1;
    let n = x.nudge();
    seen += 1;
    let m = seen * 2;
    tick("after").await;
    n + m
}
#[visible_async]
async fn view_multiplied_in_a_loop(times: u32) -> u32 {
    let mut sum = 0;
    for round in 0..times {
        let x = Owner::new(round, "x");
        let seen = view(&x);
        sum += seen * 3;
        tick("in the loop").await;
        sum += x.prod();
        sum += seen * 4;
    }
    sum
}
#[visible_async]
async fn seen_after_its_owner_changed() -> u32 {
    let x = Owner::new(7, "x");
    let seen = view(&x);
    tick("before").await;
    let next = seen + 1;
    let n = x.nudge();
    let m = seen.look();
    n + m
}
#[visible_async]
async fn seen_in_a_block() -> u32 {
    let mut sum = 0;
    {
        let x = Owner::new(7, "x");
        let seen = view(&x);
        tick("before").await;
        sum += seen * 2;
        sum += x.prod();
        sum += seen * 2;
    }
    tick("after").await;
    sum
}
#[visible_async]
async fn looker_dropped_after() -> u32 {
    let x = Owner::new(7, "x");
    let seen = looker(&x);
    tick(seen.0.1).await;
    let n = x.nudge();
    n + 1
}
#[visible_async]
async fn looker_in_a_block() -> u32 {
    let mut sum = 0;
    {
        let x = Owner::new(7, "x");
        let seen = looker(&x);
        let other = seen.0.1.len();
        tick("before").await;
        sum += x.prod();
    }
    tick("after").await;
    sum
}
#[visible_async]
async fn looker_in_a_struct() -> u32 {
    let x = Owner::new(7, "x");
    let hidden = Holds { inner: looker(&x), name: "hidden" };
    tick(hidden.name).await;
    let n = x.nudge();
    n
}
pub struct Looker<'a>(&'a Owner);
impl Looker<'_> {
    fn seen(&self) -> u32 {
        self.0.0.get()
    }
}
impl Drop for Looker<'_> {
    fn drop(&mut self) {
        event(format!("looks at {}", self.0.0.get()));
    }
}
fn looker(owner: &Owner) -> Looker<'_> {
    Looker(owner)
}
#[allow(dead_code, reason = "there to be dropped")]
struct Holds<'a> {
    inner: Looker<'a>,
    name: &'static str,
}
#[visible_async]
async fn borrow_that_its_statement_passes_on() -> u32 {
    let x = Owner::new(7, "x");
    let seen: &Cell<u32> = &x.0;
    tick("before").await;
    let both = (seen, x.nudge());
    both.0.get() + both.1
}
#[visible_async]
async fn value_while_a_looker_dies(start: u32) -> usize {
    let x = Owner::new(start, "x");
    let found: Log = match x.spy().seen() {
        1 => load("one").await,
        _ => load("other").await,
    }
    .with("found");
    tick("after").await;
    found.len()
}
