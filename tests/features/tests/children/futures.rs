//! In what the crate `futures` has.
use std::pin::pin;

use futures::FutureExt;
use futures::channel::oneshot::{Receiver, channel};
use futures::future::{join_all, select as select_fn, try_join_all};
use futures::stream::{FuturesOrdered, FuturesUnordered, StreamExt};
use visible_async::visible_async;

use crate::looks::{Hidden, below, never, one, polls, two};

#[visible_async]
async fn joined() -> u32 {
    let (a, b) = futures::join!(one(1), two(1));
    a + b
}

#[test]
fn join() {
    let mut machine = pin!(joined());
    assert_eq!(below(&machine), "");
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "one@AwaitPause two@AwaitPause");
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "two@AwaitPause2");
    assert!(polls(machine.as_mut()));
    assert_eq!(below(&machine), "");
}

#[visible_async]
async fn fails(polls: u32) -> Result<u32, String> {
    let n = one(polls).await;
    Err(format!("{n}"))
}

#[visible_async]
async fn try_joined() -> Result<(), String> {
    let (_, _) = futures::try_join!(fails(2), async { Ok(two(3).await) })?;
    Ok(())
}

#[test]
fn try_join_and_what_it_drops() {
    let mut machine = pin!(try_joined());
    for _ in 0..2 {
        assert!(!polls(machine.as_mut()));
        assert_eq!(below(&machine), "fails@AwaitOne(one@AwaitPause) two@AwaitPause");
    }
    assert!(polls(machine.as_mut()));
    assert_eq!(below(&machine), "");
}

#[visible_async]
async fn selected() -> u32 {
    let mut slow = Box::pin(two(2).fuse());
    let mut n = 0;
    futures::select! {
        a = slow => n += a,
        b = one(1).fuse() => n += b,
    }
    never().now_or_never();
    one(1).await;
    n + slow.await
}

#[test]
fn select_leaves_one_behind_that_is_awaited_later() {
    let mut machine = pin!(selected());
    assert!(!polls(machine.as_mut()));
    let mut first = below(&machine).split(' ').map(String::from).collect::<Vec<_>>();
    // `select!` begins with any.
    first.sort();
    assert_eq!(first, ["one@AwaitPause", "two@AwaitPause"]);
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "!two@AwaitPause one@AwaitPause");
    // The tree has it once: it is a local.
    let tree = format!("{machine:#?}");
    assert_eq!((tree.matches("two(").count(), tree.matches("last polled").count()), (1, 0), "{tree}");
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine).replace("AwaitPause2", "AwaitPause"), "two@AwaitPause");
}

#[visible_async]
async fn receives(receiver: Receiver<u32>) -> u32 {
    receiver.await.unwrap_or_default()
}

#[visible_async]
async fn unordered(receivers: Vec<Receiver<u32>>) -> u32 {
    let mut parts: FuturesUnordered<_> = receivers.into_iter().map(receives).collect();
    let mut sum = 0;
    while let Some(n) = parts.next().await {
        sum += n;
    }
    sum
}

#[test]
fn futures_unordered_lists_what_it_need_not_poll() {
    let (mut senders, receivers): (Vec<_>, _) = (0..3).map(|_| channel()).unzip();
    let mut machine = pin!(unordered(receivers));
    while let Some(sender) = senders.pop() {
        assert!(!polls(machine.as_mut()));
        assert_eq!(below(&machine), ["receives@AwaitReceiver"; 3][..=senders.len()].join(" "));
        sender.send(1).expect("it is there");
    }
    assert!(polls(machine.as_mut()));
    assert_eq!(below(&machine), "");
}

#[visible_async]
async fn many() -> u32 {
    let parts: Vec<Hidden<u32>> = vec![Box::pin(one(1)), Box::pin(two(1))];
    let all = join_all(parts).await;
    all.iter().sum()
}

#[visible_async]
async fn many_tries() -> Result<usize, String> {
    let parts = (0..40).map(|_| async {
        never().await;
        Ok::<_, String>(())
    });
    let all = try_join_all(parts).await?;
    Ok(all.len())
}

#[visible_async]
async fn ordered() -> u32 {
    let mut parts: FuturesOrdered<_> = (1..3).map(one).collect();
    let mut sum = 0;
    while let Some(n) = parts.next().await {
        sum += n;
    }
    sum
}

#[test]
fn join_all_and_others() {
    let mut machine = pin!(many());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "one@AwaitPause two@AwaitPause");
    let mut machine = pin!(many_tries());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine).split(' ').count(), 40);
    let mut machine = pin!(ordered());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "one@AwaitPause one@AwaitPause");
}

#[visible_async]
async fn by_function() -> u32 {
    let (a, b) = (Box::pin(one(1)), Box::pin(never().map(|()| 0)));
    match select_fn(a, b).await {
        futures::future::Either::Left((n, _)) | futures::future::Either::Right((n, _)) => n,
    }
}

#[visible_async]
async fn stream() -> usize {
    let stream = futures::stream::iter(1..4).map(one).buffer_unordered(2);
    stream.filter_map(|n| async move { Some(two(n).await) }).collect::<Vec<_>>().await.len()
}

#[test]
fn combinators_are_seen_through() {
    let mut machine = pin!(by_function());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "one@AwaitPause never@AwaitNever");
    assert!(polls(machine.as_mut()));
    let mut machine = pin!(stream());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "one@AwaitPause one@AwaitPause");
    while !polls(machine.as_mut()) {
        let seen = below(&machine);
        assert!(!seen.is_empty() && seen.split(' ').count() <= 3 && !seen.contains('!'), "{seen}");
    }
}
