// Temporaries before a suspension point of their statement that have to be dropped, though the name or the shape of what makes them tells
// otherwise; and such as have not.
use std::cell::Cell;
use visible_async_test_support::prelude::*;
cases! {
    bound_by_the_same_name(Some(log("text")));
    bound_by_the_same_name(None);
    borrower_added_to_another();
    borrower_negated();
    unit_struct_that_drops();
    unit_struct_as_a_receiver();
    variant_by_value();
    constants_that_drop_nothing();
    deref_that_tells();
    constant_before_a_call();
    constant_borrowed_before_a_call();
    macro_that_leaves_a_temporary();
    macro_with_a_temporary_in_brackets();
    consumers_in_a_chain();
    harmless_results(log("text"));
    consumer_in_a_tail();
    result_in_a_tail();
    keeper_with_a_temporary();
    keeper_in_an_arm();
}
fn both<A, B>(a: A, b: B) -> (A, B) {
    event("both");
    (a, b)
}
/// Looks at what it borrows when it is dropped.
struct Loud<'a>(&'static str, &'a Cell<u32>);
impl Drop for Loud<'_> {
    fn drop(&mut self) {
        event(format!("drop {} at {}", self.0, self.1.get()));
    }
}
impl Loud<'_> {
    fn look(&self) -> u32 {
        event(format!("look at {}", self.0));
        self.1.get()
    }
}
struct Counter(&'static str, Cell<u32>);
fn counter(name: &'static str) -> Counter {
    Counter(name, Cell::new(1))
}
impl Drop for Counter {
    fn drop(&mut self) {
        event(format!("drop {}", self.0));
        self.1.set(0);
    }
}
impl<'a> std::ops::Neg for &'a Counter {
    type Output = Loud<'a>;
    fn neg(self) -> Loud<'a> {
        Loud("neg", &self.1)
    }
}
impl<'a> std::ops::Not for &'a Counter {
    type Output = Loud<'a>;
    fn not(self) -> Loud<'a> {
        Loud("not", &self.1)
    }
}
impl<'a> std::ops::Add for &'a Counter {
    type Output = Loud<'a>;
    fn add(self, other: Self) -> Loud<'a> {
        other.1.set(other.1.get() + 1);
        Loud("add", &self.1)
    }
}
macro_rules! hide { ($($name:ident)*) => { $(fn $name(&self) -> u32 { event(stringify!($name)); self.1.set(self.1.get() + 1); self.1.get() })* } }
impl Counter {
    hide! { nudge wait }
}
#[visible_async]
async fn borrower_added_to_another() -> u32 {
    let (x, y) = (counter("x"), counter("y"));
    let (n, _) = both((&x + &y).look(), tick("wait").await);
    tick("again").await;
    n
}
#[visible_async]
async fn borrower_negated() -> u32 {
    let x = counter("x");
    let (n, _) = both((!&x).look(), tick("wait").await);
    n
}
struct Quiet;
impl Drop for Quiet {
    fn drop(&mut self) {
        event("drop Quiet");
    }
}
impl Quiet {
    fn value(&self) -> u32 {
        3
    }
}
#[derive(PartialEq)]
struct Named(&'static str);
impl Drop for Named {
    fn drop(&mut self) {
        event(format!("drop {}", self.0));
    }
}
const NAMED: Named = Named("constant");
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Fast,
    Slow,
}
impl Mode {
    const USUAL: Mode = Mode::Slow;
    fn is_fast(&self) -> bool {
        *self == Mode::Fast
    }
}
static LIMITS: [u32; 2] = [1, 2];
#[visible_async]
async fn unit_struct_that_drops() {
    drop(both(Quiet, tick("wait").await));
}
#[visible_async]
async fn unit_struct_as_a_receiver() -> u32 {
    let (n, _) = both(Quiet.value(), tick("wait").await);
    n
}
#[visible_async]
async fn variant_by_value() -> Option<Mode> {
    let none: Option<Log> = both(None, tick("none").await).0;
    let (mode, _) = both(Mode::Fast, tick("wait").await);
    none.is_none().then_some(mode)
}
#[visible_async]
async fn constants_that_drop_nothing() -> (bool, u32) {
    let (mode, _) = both(&Mode::Fast, tick("variant").await);
    let (usual, _) = both(Mode::USUAL, tick("constant").await);
    let (is_fast, _) = both(Mode::USUAL.is_fast(), tick("receiver").await);
    let (limits, _) = both(&LIMITS, tick("static").await);
    let (first, _) = both(LIMITS.first(), tick("method of a static").await);
    let same = Mode::USUAL == {
        tick("compared").await;
        *mode
    };
    let (none, _) = both(&None::<String>, tick("none").await);
    (is_fast || same || usual == *mode, limits[1] + first.copied().unwrap_or(none.is_some().into()))
}
struct Smart(Counter);
impl std::ops::Deref for Smart {
    type Target = Counter;
    fn deref(&self) -> &Counter {
        event("deref");
        &self.0
    }
}
#[visible_async]
async fn deref_that_tells() -> u32 {
    let x = Smart(counter("x"));
    let (seen, _) = both(&*x, tick("wait").await);
    let (cell, _) = both(&(*x).1, tick("more").await);
    seen.1.get() + cell.get()
}
#[visible_async]
async fn constant_before_a_call() -> u32 {
    let y = counter("y");
    tick("before").await;
    let (_, n) = both(NAMED, y.wait());
    tick("wait").await;
    n
}
#[visible_async]
async fn constant_borrowed_before_a_call() -> u32 {
    let y = counter("y");
    tick("before").await;
    let (_, n) = both(&NAMED, y.wait());
    tick("wait").await;
    n
}
macro_rules! seen {
    ($name:literal) => {
        counter($name).nudge()
    };
    (of $name:literal) => {
        Counter { 0: $name, 1: Cell::new(3) }.nudge()
    };
}
#[visible_async]
async fn macro_that_leaves_a_temporary() -> u32 {
    let (n, _) = both(seen!("x"), tick("wait").await);
    n
}
#[visible_async]
async fn macro_with_a_temporary_in_brackets() -> u32 {
    let (n, _) = both(seen![of "x"], tick("wait").await);
    n
}
#[visible_async]
async fn consumers_in_a_chain() -> (usize, u32) {
    let list = [log("a"), log("b")];
    let (n, _) = both(list.iter().map(|each| each.len()).filter(|n| *n > 0).sum::<usize>(), tick("sum").await);
    let (m, _) = both("12".parse::<u32>().map_err(drop).unwrap_or_default(), tick("parsed").await);
    let (text, _) = both([log("c")].into_iter().map(|each| each.len()).collect::<Vec<_>>(), tick("collected").await);
    (n + text.len(), m)
}
#[visible_async]
async fn harmless_results(text: Log) -> u32 {
    let (n, _) = both(text.len().min(3), tick("len").await);
    let (m, _) = both((text.len() + 1).max(n), tick("sum").await);
    let (in_range, _) = both((n..m).contains(&2), tick("range").await);
    let (one, _) = both(
        match text.len() {
            _ => 1,
        },
        tick("match").await,
    );
    u32::from(in_range) + one
}
struct Held(&'static str);
impl Drop for Held {
    fn drop(&mut self) {
        event(format!("drop held {}", self.0));
    }
}
macro_rules! hide_others { ($($name:ident $result:ty: $body:expr;)*) => { $(fn $name(&self) -> $result { event(stringify!($name)); $body })* } }
impl Held {
    hide_others! { unwrap u32: 3; len Held: Held("result"); seen u32: 4; }
}
macro_rules! hide_call {
    ($name:ident) => {
        fn $name(&self, n: u32) -> u32 {
            event(stringify!($name));
            n
        }
    };
}
impl Held {
    hide_call! { prod }
}
#[visible_async]
async fn consumer_in_a_tail() -> u32 {
    let a = log("a");
    both(tick("wait").await, Held("b").unwrap()).1
}
#[visible_async]
async fn result_in_a_tail() -> u32 {
    let a = log("a");
    let c = Held("c");
    both(tick("wait").await, c.len().seen()).1
}
#[visible_async]
async fn keeper_with_a_temporary() -> u32 {
    let x = Held("x");
    tick("before").await;
    let n = x.prod(Held("b").unwrap()) + {
        event("later");
        1
    };
    tick("after").await;
    n
}
#[visible_async]
async fn keeper_in_an_arm() -> u32 {
    let (x, y) = (Held("x"), Held("y"));
    tick("before").await;
    let n = match y.len() {
        _ => x.prod(3),
    };
    tick("after").await;
    n
}

// In doubt is the outer `name`: the pattern binds another one, by reference.
#[visible_async]
async fn bound_by_the_same_name(name: Option<Log>) -> usize {
    let n = match &name {
        Some(name) => name.len(),
        None => 0,
    };
    let more = name.map_or(0, |name| name.finish());
    tick("end").await;
    n + more
}
