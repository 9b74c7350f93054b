// A call that may move its local, which another local borrows whose drop looks at it: the local must stay where it is. What each method
// does with its receiver is hidden behind a macro.
use visible_async_test_support::prelude::*;
cases! {
    watched_by_an_underscore();
    watched_by_a_function();
    watched_in_a_list();
    watched_by_a_method();
    watched_in_a_tuple();
    watched_in_a_cell();
    watched_through_a_reference();
    watched_in_a_block();
}

mod far {
    use super::*;
    pub struct Res {
        pub l: Log,
    }
    macro_rules! hide { ($($name:ident $body:tt)*) => { $(pub fn $name(&self) -> usize { $body; self.l.len() })* } }
    impl Res {
        pub fn open(t: &str) -> Self {
            Res { l: log(t) }
        }
        hide! { prod {1} nudge {2} }
    }
    macro_rules! eat { ($($name:ident)*) => { $(pub fn $name(self) -> usize { self.l.len() })* } }
    impl Res {
        eat! { gulp chomp }
    }
    pub struct Watch<'a>(pub &'a Res);
    impl Drop for Watch<'_> {
        fn drop(&mut self) {
            self.0.l.touch("watched");
        }
    }
    pub fn watch(r: &Res) -> Watch<'_> {
        Watch(r)
    }
    macro_rules! made { ($($name:ident)*) => { $(pub fn $name(&self) -> Watch<'_> { Watch(self) })* } }
    impl Res {
        made! { observe peer }
    }
    pub struct Holder<'a> {
        pub all: Vec<Watch<'a>>,
    }
}
use far::*;

#[visible_async]
async fn watched_by_an_underscore() -> usize {
    let x = Res::open("x");
    let _g = Watch(&x);
    let n = x.prod();
    tick("t").await;
    n
}
#[visible_async]
async fn watched_by_a_function() -> usize {
    let x = Res::open("x");
    let g = watch(&x);
    let n = x.prod();
    tick("t").await;
    n
}
#[visible_async]
async fn watched_in_a_list() -> usize {
    let x = Res::open("x");
    let mut h = Holder { all: vec![] };
    h.all.push(watch(&x));
    let n = x.prod() + x.nudge();
    tick("t").await;
    n
}
#[visible_async]
async fn watched_by_a_method() -> usize {
    let x = Res::open("x");
    let g = x.observe();
    let n = x.prod();
    tick("t").await;
    n
}
#[visible_async]
async fn watched_in_a_tuple() -> usize {
    let x = Res::open("x");
    let y = Res::open("y");
    let g = (watch(&x), 1);
    let k = match x.prod() {
        1 => y.gulp(),
        n => n,
    };
    tick("t").await;
    k
}
#[visible_async]
async fn watched_in_a_cell() -> usize {
    let x = Res::open("x");
    let cell = std::cell::RefCell::new(None);
    *cell.borrow_mut() = Some(watch(&x));
    let n = x.prod();
    tick("t").await;
    n
}
#[visible_async]
async fn watched_through_a_reference() -> usize {
    let x = Res::open("x");
    let r = &x;
    let g = move || r.l.len();
    let w = r.peer();
    let n = x.prod();
    tick("t").await;
    n
}
#[visible_async]
async fn watched_in_a_block() -> usize {
    let x = Res::open("x");
    let n = {
        let g = watch(&x);
        let m = x.prod();
        tick("in").await;
        m
    };
    let k = x.chomp();
    tick("t").await;
    n + k
}
