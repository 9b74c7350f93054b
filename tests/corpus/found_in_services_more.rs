// More of what was found in the code of services: what is lent behind a suspension point, and locals that are copied.
use std::borrow::Cow;
use std::collections::BTreeMap;
use visible_async_test_support::prelude::*;

cases! {
    arrays();
    array_of_lists();
    deref_assign();
    index_map();
    cow_add();
    nth_mut();
    slot_mut_pattern(true);
    slot_mut_pattern(false);
    grouped();
    best_so_far();
    headers();
    copy_order();
    copy_mut_receiver();
    rb_assign();
    changed_before_it_moves();
}

#[derive(Debug, Clone, Copy)]
pub struct Id(pub u32);
impl Id {
    pub fn inc(&mut self) {
        self.0 += 1
    }
}

fn id(n: u32) -> Id {
    event(format!("id {n}"));
    Id(n)
}

fn eat<T>(_: T) {
    event("eat")
}

fn pass<T>(x: T) -> T {
    x
}

#[derive(Debug, Clone, Copy)]
pub struct Span<'a> {
    pub text: &'a str,
    pub at: usize,
}

impl Span<'_> {
    pub fn stretch(&mut self) {
        self.at += 10
    }
}

fn span(text: &str) -> Span<'_> {
    Span { text, at: text.len() }
}

fn g(l: &mut Log) -> usize {
    l.grow("x");
    l.len()
}

fn items() -> Vec<Log> {
    vec![log("aa"), log("b"), log("aaa"), log("bb")]
}

fn renew(name: &std::cell::RefCell<Log>) -> usize {
    *name.borrow_mut() = log("longer");
    1
}

trait Finish {
    fn finish(self) -> usize;
}

impl Finish for std::cell::RefCell<Log> {
    fn finish(self) -> usize {
        self.into_inner().len()
    }
}

#[visible_async]
async fn changed_before_it_moves() -> usize {
    let name = std::cell::RefCell::new(log("name"));
    let seen = &name;
    tick("w").await;
    renew(seen) + name.finish()
}

#[visible_async]
async fn arrays() -> usize {
    let a = log("a");
    let mut slots: [Option<&Log>; 3] = [None; 3];
    slots[0] = Some(&a);
    tick("w").await;
    let b = log("bb");
    slots[1] = Some(&b);
    for s in slots.iter_mut() {
        if s.is_none() {
            *s = Some(&b);
        }
    }
    slots.iter().flatten().map(|x| x.len()).sum()
}

#[visible_async]
async fn array_of_lists() -> usize {
    let a = log("a");
    let mut t = [vec![&a], vec![]];
    tick("w").await;
    let b = log("b");
    t[1] = vec![&b];
    t[0].len() + t[1].len()
}

#[visible_async]
async fn deref_assign() -> usize {
    let a = log("a");
    let mut b = Box::new(&a);
    tick("w").await;
    let c = log("cc");
    *b = &c;
    b.len()
}

#[visible_async]
async fn index_map() -> usize {
    let a = log("a");
    let mut v = vec![&a; 3];
    tick("w").await;
    for i in 0..2 {
        tick("v").await;
        let n = v[i].len();
        eat(n);
    }
    let c = log("cc");
    v[1] = &c;
    v.iter().map(|x| x.len()).sum()
}

#[visible_async]
async fn cow_add() -> usize {
    let mut c = Cow::Borrowed("");
    tick("w").await;
    let b = log("bb");
    c += b.name();
    c += "x";
    tick("v").await;
    c.len()
}

#[visible_async]
async fn nth_mut() -> usize {
    let a = log("a");
    let mut v = vec![&a, &a];
    tick("w").await;
    let b = log("bb");
    *v.first_mut().unwrap() = &b;
    if let Some(x) = v.get_mut(1) {
        *x = &b;
    }
    v.iter().map(|x| x.len()).sum()
}

#[visible_async]
async fn slot_mut_pattern(some: bool) -> usize {
    let a = log("a");
    let mut o = some.then_some((1, &a));
    tick("w").await;
    let b = log("bbb");
    if let Some((n, r)) = &mut o {
        *n += 1;
        *r = &b;
    }
    o.map_or(0, |(n, r)| n + r.len())
}

#[visible_async]
async fn grouped() -> usize {
    let list = items();
    let mut by: BTreeMap<&str, Vec<&Log>> = BTreeMap::new();
    for x in &list {
        by.entry(&x.name()[..1]).or_default().push(x);
    }
    tick("w").await;
    let more = items();
    for x in &more {
        by.entry(&x.name()[..1]).or_default().push(x);
    }
    by.values().map(|v| v.len()).product()
}

#[visible_async]
async fn best_so_far() -> usize {
    let mut pages: Vec<Vec<Log>> = vec![];
    for i in 0..2 {
        tick("p").await;
        pages.push(vec![log(format!("p{i}")), log("xx".repeat(i))]);
    }
    let mut best = &pages[0][0];
    for p in &pages {
        for x in p {
            if x.send("s").await > best.len() + 1 {
                best = x;
            }
        }
    }
    let f = log("fallback");
    if best.len() < 3 {
        best = &f;
    }
    best.len()
}

#[visible_async]
async fn headers() -> usize {
    let raw = load("A: b\nC: d").await;
    let mut h = BTreeMap::new();
    for l in raw.name().lines() {
        if let Some((k, v)) = l.split_once(": ") {
            h.insert(k, v);
        }
    }
    tick("w").await;
    let extra = log("E: f");
    if let Some((k, v)) = extra.name().split_once(": ") {
        h.insert(k, v);
    }
    let id = format!("{}", h.len());
    h.insert("len", &id);
    h.values().map(|v| v.len()).sum()
}

#[visible_async]
async fn copy_order() -> u32 {
    let mut i = id(1);
    tick("w").await;
    let t = (
        i,
        {
            i.inc();
            i
        },
        i,
    );
    tick("v").await;
    let u = [
        i,
        {
            i = id(8);
            i
        },
        i,
    ];
    tick("x").await;
    t.0.0 + t.1.0 * 10 + t.2.0 * 100 + u[0].0 * 1000 + u[1].0 * 10000 + i.0
}

#[visible_async]
async fn copy_mut_receiver() -> usize {
    let l = log("abc");
    let mut s = span(l.name());
    tick("w").await;
    let t = s;
    s.stretch();
    let u = pass(s);
    s.stretch();
    tick("v").await;
    s.at + t.at * 100 + u.at * 10000 + s.text.len()
}

#[visible_async]
async fn rb_assign() -> usize {
    let (mut l, mut m) = (log("l"), log("mm"));
    rb_assign_(&mut l, &mut m).await + l.len() * 10 + m.len()
}

#[visible_async]
async fn rb_assign_(x: &mut Log, z: &mut Log) -> usize {
    let mut y: &mut Log = z;
    g(y);
    tick("w").await;
    y = x;
    g(y);
    tick("v").await;
    g(y);
    g(x);
    let mut k: &mut Log;
    k = x;
    g(k);
    tick("u").await;
    k = &mut *x;
    g(k);
    g(x)
}
