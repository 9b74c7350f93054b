// Boxes that something has borrowed before `*x`: `Copy` data in one leaves it where it is, what has to be dropped is moved out.
use visible_async_test_support::prelude::*;

cases! {
    copied_while_lent(Box::new(3));
    copied_from_a_matched_box(Some(Box::new(3)));
    copied_twice(Some(Box::new(3)), true);
    copied_twice(Some(Box::new(3)), false);
    copied_in_a_closure(Box::new(3));
    copied_in_an_iterator(Box::new(3));
    copied_in_an_async_block(Some(Box::new(3)));
    copied_in_a_loop(Box::new(3));
    copied_before_a_question(Some(Box::new(3)), false);
    copied_before_a_question(Some(Box::new(3)), true);
    copied_in_a_guard(Some(Box::new(3)));
    copied_in_a_guard(Some(Box::new(4)));
    copied_in_a_tuple(Some(Box::new((3, 4))));
    no_copy_but_nothing_to_drop(Box::new(Plain { number: 7 }));
    moved_after_a_look(Some(Box::new(log("b"))), true);
    moved_after_a_look(Some(Box::new(log("b"))), false);
    moved_after_a_mutable_look(Box::new(log("b")));
    moved_in_a_loop(vec![Box::new(log("a")), Box::new(log("b"))]);
    moved_before_a_question(Box::new(log("bad")));
    moved_before_a_question(Box::new(log("good")));
    moved_in_an_async_block(Some(Box::new(log("b"))));
    moved_in_macros(Some(Box::new(log("b"))));
    moved_beside_a_temporary(Box::new(log("b")));
    put_anew(Box::new(log("b")));
    unit(Box::new(Unit));
    unit_itself(Unit);
}

pub struct Plain {
    number: u8,
}

pub struct Unit;

impl Drop for Unit {
    fn drop(&mut self) {
        event("drop unit");
    }
}

fn check(n: u8) -> bool {
    event("check");
    n == 3
}

async fn spend(of: Log) -> usize {
    tick("spend").await;
    of.len()
}

async fn accept(of: Log) -> Result<usize, ReadError> {
    of.commit().await
}

#[visible_async]
async fn copied_while_lent(of: Box<u8>) -> u8 {
    let lent = &*of;
    tick("lent").await;
    let mut n = *of;
    tick("copied").await;
    n += *lent;
    n
}

#[visible_async]
async fn copied_from_a_matched_box(of: Option<Box<u8>>) -> u8 {
    let mut n = 0;
    if let Some(of) = of {
        let lent = &of;
        n += *of;
        n += **lent;
        tick("copied").await;
        n += **lent;
    }
    tick("after").await;
    n
}

#[visible_async]
async fn copied_twice(of: Option<Box<u8>>, again: bool) -> u8 {
    let Some(of) = of else { return 0 };
    let lent: &u8 = of.as_ref();
    tick("lent").await;
    let mut n = *of;
    if again {
        tick("again").await;
        n += leaf("again", *of).await;
    }
    tick("copied").await;
    n + lent
}

#[visible_async]
async fn copied_in_a_closure(of: Box<u8>) -> u8 {
    let lent = &of;
    tick("lent").await;
    let add = |n: u8| *of + n;
    let n = add(1);
    tick("copied").await;
    n + **lent
}

#[visible_async]
async fn copied_in_an_iterator(of: Box<u8>) -> u8 {
    let lent = &*of;
    tick("lent").await;
    let n = [1].iter().map(|n: &u8| *of + n).sum::<u8>();
    tick("copied").await;
    n + *lent
}

#[visible_async]
async fn copied_in_an_async_block(of: Option<Box<u8>>) -> u8 {
    let Some(of) = of else { return 0 };
    let lent = &*of;
    tick("lent").await;
    let n = async { *of }.await;
    tick("copied").await;
    n + *lent
}

#[visible_async]
async fn copied_in_a_loop(of: Box<u8>) -> u8 {
    let lent = &*of;
    let mut n = 0;
    loop {
        n += 1;
        tick("turn").await;
        if n > 1 {
            n += *of;
            break;
        }
    }
    tick("after").await;
    n + *lent
}

#[visible_async]
async fn copied_before_a_question(of: Option<Box<u8>>, fails: bool) -> Result<u8, ReadError> {
    let of = of.unwrap_or_default();
    let lent = &*of;
    tick("lent").await;
    let n = (*of, fail("read", fails).await?).0;
    tick("copied").await;
    Ok(n + *lent)
}

#[visible_async]
async fn copied_in_a_guard(of: Option<Box<u8>>) -> u8 {
    let n = match of {
        Some(of) if check(*of) => leaf("first", *of).await,
        Some(of) if check(*of - 1) => {
            tick("second").await;
            1
        }
        Some(of) => *of,
        None => 0,
    };
    tick("after").await;
    n
}

#[visible_async]
async fn copied_in_a_tuple(of: Option<Box<(u8, u8)>>) -> u8 {
    let mut n = 0;
    if let Some(of) = of {
        let lent = &of.1;
        tick("lent").await;
        let (a, b) = *of;
        tick("copied").await;
        n = a + b + *lent;
    }
    n
}

#[visible_async]
async fn no_copy_but_nothing_to_drop(of: Box<Plain>) -> u8 {
    let seen = of.number;
    tick("seen").await;
    let Plain { number } = *of;
    tick("moved").await;
    number + seen
}

#[visible_async]
async fn moved_after_a_look(of: Option<Box<Log>>, early: bool) -> usize {
    let mut n = 0;
    if let Some(of) = of {
        n += of.len();
        tick("seen").await;
        if early {
            n += spend(*of).await;
            tick("early").await;
        } else {
            tick("late").await;
        }
        tick("scope goes on").await;
    }
    tick("after").await;
    n
}

#[visible_async]
async fn moved_after_a_mutable_look(mut of: Box<Log>) -> usize {
    of.grow("more");
    tick("seen").await;
    let inner = *of;
    tick("moved").await;
    inner.len()
}

#[visible_async]
async fn moved_in_a_loop(list: Vec<Box<Log>>) -> usize {
    let mut n = 0;
    for each in list {
        n += each.len();
        tick("seen").await;
        n += spend(*each).await;
        tick("turn").await;
    }
    n
}

#[visible_async]
async fn moved_before_a_question(of: Box<Log>) -> Result<usize, ReadError> {
    let seen = of.len();
    tick("seen").await;
    let n = accept(*of).await? + seen;
    tick("committed").await;
    Ok(n)
}

#[visible_async]
async fn moved_in_an_async_block(of: Option<Box<Log>>) -> usize {
    let mut n = 0;
    if let Some(of) = of {
        n += of.len();
        tick("seen").await;
        n += async { spend(*of).await }.await;
        tick("moved").await;
    }
    n
}

#[visible_async]
async fn moved_in_macros(of: Option<Box<Log>>) -> usize {
    let mut n = 0;
    if let Some(of) = of {
        event(format!("{} {}", *of, of));
        tick("seen").await;
        assert_eq!(*of, *of);
        let all = vec![*of];
        tick("moved").await;
        n += all.len();
    }
    n
}

#[visible_async]
async fn moved_beside_a_temporary(of: Box<Log>) -> usize {
    let seen = of.len();
    let n = pair("t").left.len() + spend(*of).await + seen;
    tick("after").await;
    n
}

#[visible_async]
async fn put_anew(mut of: Box<Log>) -> usize {
    let mut n = of.len();
    n += spend(*of).await;
    of = Box::new(log("new"));
    tick("put").await;
    n + spend(*of).await
}

#[visible_async]
async fn unit(of: Box<Unit>) -> usize {
    let Unit = *of;
    tick("after").await;
    3
}

#[visible_async]
async fn unit_itself(of: Unit) -> usize {
    let Unit = of;
    tick("after").await;
    3
}
