//! No lint fires on what we generate: those that a careful crate denies or forbids.
#![forbid(unsafe_code)]
#![deny(warnings, unused, nonstandard_style, rust_2018_idioms, unused_qualifications, single_use_lifetimes, unused_lifetimes)]
#![deny(explicit_outlives_requirements, redundant_lifetimes, unused_results, let_underscore_drop, unit_bindings)]
#![deny(unreachable_pub, missing_docs, missing_debug_implementations, elided_lifetimes_in_paths, trivial_casts)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::infinite_loop, clippy::let_underscore_untyped)]
use futures::executor::block_on;
use std::future::ready;
use std::sync::atomic::{AtomicBool, Ordering};
use visible_async::visible_async;

#[visible_async]
async fn free(text: &str, other: &str, mut number: usize) -> usize {
    number += text.len();
    ready(()).await;
    number + other.len()
}

#[visible_async]
async fn generic<T: Send + Sync, U>(value: T, (a, b): (u8, u8), _: impl Fn(&str) -> bool + Send, more: U) -> (T, u8, U)
where
    U: Send + Sync,
{
    ready(()).await;
    (value, a + b, more)
}

#[visible_async]
async fn early(number: Option<u8>) -> Result<u8, String> {
    let Some(number) = number else {
        return Err("none".to_owned());
    };
    ready(()).await;
    Ok(number)
}

#[visible_async]
async fn not_looked_at(_number: String, text: &str) -> usize {
    ready(()).await;
    text.len()
}

// On one line, where rustc might take the braces of the judge's copy for needless ones.
#[rustfmt::skip]
#[visible_async]
async fn one_line(number: u8) -> u8 { ready(number).await + 1 }

// Owners of locals with short names are called alike; what is expected of an awaited value goes by another form in the judge.
#[visible_async]
async fn alike(a: String, b: String) -> usize {
    let (c, d): (u8, u8) = ready((1, 2)).await;
    let (a, b) = (a, b);
    let longer = a.len().max(ready(b.len()).await);
    let found = matches!(ready(Some(c)).await, Some(number) if number == d);
    usize::from(ready(3_u8).await) + longer + usize::from(found && ready(true).await) + a.len() + b.len()
}

// clippy warns of an async block that yields a future, but not of an async fn.
#[visible_async]
async fn yields_a_future(number: u8) -> std::future::Ready<u8> {
    ready(()).await;
    ready(number)
}

async fn never() -> ! {
    ready(()).await;
    panic!("ended")
}

#[visible_async]
async fn ends_there(number: u8) -> u8 {
    if ready(number).await == 0 {
        return 1;
    }
    never().await
}

struct Held<'x>(&'x str);

#[visible_async]
impl<'x> Held<'x> {
    async fn get(&self, other: &str) -> &'x str {
        ready(()).await;
        if other.is_empty() { "" } else { self.0 }
    }

    async fn only(&self) -> &str {
        ready(()).await;
        self.0
    }

    async fn own(self, number: usize) -> &'x str {
        ready(()).await;
        &self.0[number..]
    }
}

impl Held<'_> {
    #[visible_async]
    async fn forever<T>(self, values: &mut Vec<T>) -> ! {
        while values.pop().is_some() {
            ready(()).await;
        }
        panic!("nothing but {} is left", self.0);
    }
}

/// Reachable from outside, so that a narrower type in an `impl` counts.
pub mod public {
    use super::{ready, visible_async};

    /// Yields bytes.
    #[allow(async_fn_in_trait)]
    pub trait Source {
        /// The next byte.
        async fn next(&mut self) -> u8;
        /// The byte at a place.
        async fn at(&self, place: &usize) -> u8;
        /// All of it.
        async fn all(&self, more: &usize) -> Option<&u8>;
    }

    /// Counts.
    #[derive(Debug)]
    pub struct Count(pub u8);

    #[visible_async]
    impl Source for Count {
        async fn next(&mut self) -> u8 {
            self.0 += 1;
            ready(self.0).await
        }

        async fn at(&self, place: &usize) -> u8 {
            ready(()).await;
            if *place == 0 { self.0 } else { 0 }
        }

        async fn all(&self, more: &usize) -> Option<&u8> {
            ready(()).await;
            (*more > 0).then_some(&self.0)
        }
    }

    /// Counts too.
    #[derive(Debug)]
    pub struct Other(pub u8);

    impl Source for Other {
        #[visible_async]
        async fn next(&mut self) -> u8 {
            self.0 += 1;
            ready(self.0).await
        }

        #[visible_async]
        async fn at(&self, place: &usize) -> u8 {
            ready(()).await;
            if *place == 0 { self.0 } else { 0 }
        }

        #[visible_async]
        async fn all(&self, more: &usize) -> Option<&u8> {
            ready(()).await;
            (*more > 0).then_some(&self.0)
        }
    }
}

struct Guard<'x>(&'x AtomicBool, bool);

impl Guard<'_> {
    #[visible_async]
    async fn disarm(mut self) -> u8 {
        let value = ready(3).await;
        self.1 = false;
        value
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.store(self.1, Ordering::Relaxed);
    }
}

#[test]
fn run_all() {
    assert_eq!(block_on(free("a", "b", 1)), 3);
    assert_eq!(block_on(generic(1, (2, 3), |_| true, 4)), (1, 5, 4));
    assert_eq!(block_on(early(Some(1))), Ok(1));
    assert_eq!(block_on(one_line(1)), 2);
    assert_eq!(block_on(block_on(yields_a_future(1))), 1);
    assert_eq!(block_on(not_looked_at(String::new(), "text")), 4);
    assert_eq!(block_on(alike("a".to_owned(), "bc".to_owned())), 8);
    assert_eq!(block_on(ends_there(0)), 1);
    let held = Held("abc");
    assert_eq!(block_on(held.get("b")), "abc");
    assert_eq!(block_on(held.only()), "abc");
    assert_eq!(block_on(held.own(1)), "bc");
    let armed = AtomicBool::new(true);
    assert_eq!(block_on(Guard(&armed, true).disarm()), 3);
    assert!(!armed.load(Ordering::Relaxed));
    let forever = std::panic::catch_unwind(|| block_on(Held("abc").forever(&mut vec![1])));
    assert!(forever.is_err());
}
