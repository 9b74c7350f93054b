//! Types and variants of the user's that are called like std's, and traits on std's types: a name tells nothing.
use std::cell::Cell;

use visible_async::visible_async;

mod own {
    pub struct Box(pub Two);

    pub struct Two {
        pub a: u32,
        pub b: u32,
    }

    impl Box {
        pub fn new(n: u32) -> Self {
            Box(Two { a: n, b: n })
        }
    }

    impl std::ops::Deref for Box {
        type Target = Two;
        fn deref(&self) -> &Two {
            &self.0
        }
    }

    impl Drop for Box {
        fn drop(&mut self) {}
    }

    pub struct Number(pub u32);

    impl std::ops::Deref for Number {
        type Target = u32;
        fn deref(&self) -> &u32 {
            &self.0
        }
    }

    pub struct Pin(u32);

    impl Pin {
        pub unsafe fn new_unchecked(n: &mut u32) -> Self {
            Pin(*n)
        }

        pub fn poll_it(&self) -> u32 {
            self.0
        }
    }

    pub struct String(pub std::cell::Cell<u32>);

    #[derive(Clone, Copy)]
    pub struct View<'a>(pub &'a std::cell::Cell<u32>);

    impl String {
        pub fn new() -> Self {
            String(std::cell::Cell::new(1))
        }

        pub fn len(&self) -> View<'_> {
            View(&self.0)
        }

        pub fn trim(&self) -> u32 {
            self.0.get()
        }
    }

    pub struct BufReader(pub std::string::String);

    impl BufReader {
        pub fn new() -> Self {
            BufReader(std::string::String::new())
        }

        pub fn lines(&self) -> usize {
            self.0.len()
        }
    }

    pub enum Reply {
        Ok(u32),
        Err(u32),
    }

    impl Drop for Reply {
        fn drop(&mut self) {}
    }
}

mod boxes {
    pub type Box = super::own::Number;
}

trait Next {
    fn next(self) -> Option<String>;
}

impl Next for std::str::Chars<'_> {
    fn next(self) -> Option<String> {
        None
    }
}

trait IsSome {
    fn is_some(self) -> String;
}

impl IsSome for Option<&str> {
    fn is_some(self) -> String {
        String::new()
    }
}

async fn tick() {}

#[visible_async]
async fn boxed(x: boxes::Box) -> u32 {
    tick().await;
    let n = *x;
    tick().await;
    n
}

#[visible_async]
async fn boxed_in_parts() -> u32 {
    let x = own::Box::new(1);
    tick().await;
    let own::Two { a, .. } = *x;
    tick().await;
    a
}

#[visible_async]
async fn pinned() -> u32 {
    let mut n = 3;
    let x = unsafe { own::Pin::new_unchecked(&mut n) };
    tick().await;
    let n = x.poll_it();
    tick().await;
    n
}

#[visible_async]
async fn text() -> u32 {
    use own::String;
    let x = String::new();
    let seen = x.len();
    let trimmed = x.trim();
    tick().await;
    let seen: &Cell<u32> = seen.0;
    seen.get() + trimmed
}

#[visible_async]
async fn read() -> usize {
    let x = own::BufReader::new();
    tick().await;
    let n = x.lines();
    tick().await;
    n
}

#[visible_async]
async fn variants(reply: own::Reply) -> u32 {
    let n = match reply {
        own::Reply::Ok(n) => n,
        own::Reply::Err(n) => n + 1,
    };
    tick().await;
    n
}

#[visible_async]
async fn traits() {
    let first = "abc".chars().next().unwrap();
    let some = "abc".strip_prefix("a").is_some();
    tick().await;
}

fn main() {}
