// As in watched.rs: where locals are that others borrow whose drop looks at them. rustc puts what is aligned to a byte behind the byte
// that tells how far its keeper got; and where branches meet, a keeper lives over no suspension point.
use visible_async_test_support::prelude::*;
cases! {
    watched_bytes();
    watched_byte();
    watched_where_branches_meet(true);
    watched_where_branches_meet(false);
    watched_bytes_taken_apart(true);
    watched_bytes_taken_apart(false);
    watched_bytes_in_a_macro();
    watched_in_a_macro_of_a_name();
    watched_bytes_in_a_closure();
    watched_bytes_in_an_async_block();
}
mod bytes {
    use super::*;
    use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
    pub struct Id(pub [u8; 3]);
    macro_rules! hide { ($($name:ident $body:tt)*) => { $(pub fn $name(&self) -> usize { $body; self.0[0] as usize })* } }
    impl Id {
        hide! { prod {1} nudge {2} }
    }
    // Aligned to more: this works without a wrapper as well.
    pub struct Words(pub [u16; 3]);
    impl Words {
        hide! { poke {1} }
    }
    pub struct Level(pub AtomicU8);
    macro_rules! count { ($($name:ident)*) => { $(pub fn $name(&self) -> usize { self.0.fetch_add(1, Ordering::Relaxed).into() })* } }
    impl Level {
        count! { bump }
    }
    pub struct See<'a>(pub &'a Id);
    impl Drop for See<'_> {
        fn drop(&mut self) {
            event(format!("id {:?}", self.0.0));
        }
    }
    pub fn see(id: &Id) -> See<'_> {
        See(id)
    }
    pub struct SeeWords<'a>(pub &'a Words);
    impl Drop for SeeWords<'_> {
        fn drop(&mut self) {
            event(format!("words {:?}", self.0.0));
        }
    }
    pub fn see_words(words: &Words) -> SeeWords<'_> {
        SeeWords(words)
    }
    pub struct Count(pub AtomicUsize);
    macro_rules! count_on { ($($name:ident)*) => { $(pub fn $name(&self) -> usize { self.0.fetch_add(1, Ordering::Relaxed) })* } }
    impl Count {
        count_on! { another }
    }
    pub struct Counting<'a>(pub &'a Count);
    impl Drop for Counting<'_> {
        fn drop(&mut self) {
            event(format!("count {:?}", self.0.0.load(Ordering::Relaxed)));
        }
    }
    pub fn counting(count: &Count) -> Counting<'_> {
        Counting(count)
    }
    pub fn gauge(level: &Level) -> Gauge<'_> {
        Gauge(level)
    }
    pub struct Gauge<'a>(pub &'a Level);
    impl Drop for Gauge<'_> {
        fn drop(&mut self) {
            event(format!("level {:?}", self.0.0.load(Ordering::Relaxed)));
        }
    }
}
use bytes::*;

macro_rules! eaten {
    ($value:expr) => {
        $value.nudge()
    };
}

macro_rules! named {
    ($value:ident) => {
        $value.poke()
    };
}

#[visible_async]
async fn watched_bytes() -> usize {
    let x = Id([7, 8, 9]);
    let seen = see(&x);
    tick("before").await;
    let n = x.prod();
    tick("after").await;
    n
}
#[visible_async]
async fn watched_byte() -> usize {
    let x = Level(5.into());
    let gauged = gauge(&x);
    let n = x.bump();
    tick("after").await;
    n
}
#[visible_async]
async fn watched_bytes_in_a_macro() -> usize {
    let x = Id([7, 8, 9]);
    let seen = see(&x);
    let n = eaten!(x);
    tick("after").await;
    n
}
#[visible_async]
async fn watched_in_a_macro_of_a_name() -> usize {
    let x = Words([7, 8, 9]);
    let seen = see_words(&x);
    let n = named!(x);
    tick("after").await;
    n
}
// Its keeper lives over no suspension point.
#[visible_async]
async fn watched_where_branches_meet(there: bool) -> usize {
    let x = Count(5.into());
    let counted = counting(&x);
    let n = if there { x.another() } else { load("other").await.len() };
    n + 1
}
#[visible_async]
async fn watched_bytes_taken_apart(some: bool) -> usize {
    let x = some.then_some(Id([7, 8, 9]));
    let seen = x.as_ref().map(see);
    let n = match x {
        Some(ref id) => id.nudge(),
        None => 0,
    };
    tick("after").await;
    n
}
#[visible_async]
async fn watched_bytes_in_an_async_block() -> usize {
    let x = Id([7, 8, 9]);
    let seen = see(&x);
    let made = async { x.nudge() + format!("{:?}", x.0).len() };
    let n = made.await;
    tick("after").await;
    n
}
#[visible_async]
async fn watched_bytes_in_a_closure() -> usize {
    let x = Id([7, 8, 9]);
    let seen = see(&x);
    let n = once(|| x.nudge() + format!("{:?}", x.0).len());
    tick("after").await;
    n
}
fn once(f: impl FnOnce() -> usize) -> usize {
    f()
}
