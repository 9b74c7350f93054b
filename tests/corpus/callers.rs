// What is told of its caller: by `?`, by an operator, by `into_future`; where a panic is. On several lines, as people write chains.
use std::{
    future::{IntoFuture, Ready},
    ops::{Add, Index},
    panic::Location,
};

use visible_async_test_support::prelude::*;

cases! {
    tried_chain();
    tried_method();
    tried_twice();
    tried_in_a_condition();
    tried_operands();
    tried_without_await(1);
    operator_on_an_awaited();
    index_of_an_awaited();
    method_of_an_awaited();
    made_a_future();
    index_out_of_bounds();
    sum_that_overflows(250);
    unwrapped();
    overflows_beside_temporaries(250);
    overflows_after_a_question(254);
    overflows_after_a_question(250);
    index_after_a_question(3);
}

/// Where it was made.
#[derive(Debug)]
struct Place(Log);

impl Place {
    #[track_caller]
    fn here() -> Self {
        let caller = Location::caller();
        Place(log(format!("{}:{}", caller.line(), caller.column())))
    }

    #[track_caller]
    fn next(self) -> Self {
        Place::here()
    }
}

impl From<ReadError> for Place {
    #[track_caller]
    fn from(_: ReadError) -> Self {
        Place::here()
    }
}

impl Add<u8> for Place {
    type Output = Place;
    #[track_caller]
    fn add(self, _: u8) -> Place {
        Place::here()
    }
}

impl Index<usize> for Place {
    type Output = str;
    #[track_caller]
    fn index(&self, _: usize) -> &str {
        let caller = Location::caller();
        event(format!("{}:{}", caller.line(), caller.column()));
        self.0.name()
    }
}

impl IntoFuture for Place {
    type Output = Place;
    type IntoFuture = Ready<Place>;
    #[track_caller]
    fn into_future(self) -> Ready<Place> {
        std::future::ready(Place::here())
    }
}

async fn failed<T>(name: &str) -> Result<T, ReadError> {
    fail(name, true).await.map(|_| unreachable!())
}

#[rustfmt::skip]
#[visible_async]
async fn tried_chain() -> Result<usize, Place> {
    let held = log("held");
    let text: Log = failed("text")
        .await?;
    Ok(held.len() + text.len())
}

#[rustfmt::skip]
#[visible_async]
async fn tried_method() -> Result<usize, Place> {
    let text = failed::<Log>("text")
        .await
        .map(|text| text.len())
        ?;
    Ok(text)
}

#[rustfmt::skip]
#[visible_async]
async fn tried_twice() -> Result<usize, Place> {
    let text = leaf("both", Ok::<_, ReadError>(fail("text", true).await))
        .await
        ?
        ?;
    Ok(text.len())
}

#[rustfmt::skip]
#[visible_async]
async fn tried_in_a_condition() -> Result<usize, Place> {
    if
        failed::<bool>("flag")
            .await?
    {
        return Ok(1);
    }
    Ok(0)
}

#[rustfmt::skip]
#[visible_async]
async fn tried_operands() -> Result<usize, Place> {
    let sum = fail("left", false)
        .await?
        .len()
        + failed::<usize>("right")
            .await?;
    Ok(sum)
}

#[rustfmt::skip]
#[visible_async]
async fn tried_without_await(n: u8) -> Result<usize, Place> {
    tick("first").await;
    let read = |n: u8| fail_now(n);
    let text =
        read(n)
        ?;
    tick("never").await;
    Ok(text)
}

fn fail_now(n: u8) -> Result<usize, ReadError> {
    futures::executor::block_on(failed(&format!("now{n}")))
}

#[rustfmt::skip]
#[visible_async]
async fn operator_on_an_awaited() -> Place {
    leaf("place", Place::here())
        .await
        + leaf("one", 1)
            .await
}

#[rustfmt::skip]
#[visible_async]
async fn index_of_an_awaited() -> usize {
    leaf("place", Place::here())
        .await[leaf("at", 3)
        .await]
    .len()
}

#[rustfmt::skip]
#[visible_async]
async fn method_of_an_awaited() -> Place {
    leaf("place", Place::here())
        .await
        .next()
}

#[rustfmt::skip]
#[visible_async]
async fn made_a_future() -> Place {
    Place::here()
        .next()
        .await
}

#[rustfmt::skip]
#[visible_async]
async fn index_out_of_bounds() -> u8 {
    let held = log("held");
    leaf("bytes", [1, 2])
        .await[leaf("at", held.len())
        .await]
}

#[rustfmt::skip]
#[visible_async]
async fn sum_that_overflows(n: u8) -> u8 {
    let _held = log("held");
    leaf("most", n)
        .await
        + leaf("more", 10)
            .await
}

#[rustfmt::skip]
#[visible_async]
async fn unwrapped() -> u8 {
    let _held = log("held");
    leaf("none", None)
        .await
        .unwrap()
}

#[rustfmt::skip]
#[visible_async]
async fn overflows_beside_temporaries(n: u8) -> u8 {
    let held = log("held");
    held.clone().with(&leaf("more", log("text"))
        .await.name()[
        leaf("at", 1)
        .await..]).name().len() as u8
        + leaf("most", n)
            .await
        + leaf("most", n)
            .await
}

#[rustfmt::skip]
#[visible_async]
async fn overflows_after_a_question(n: u8) -> Result<u8, ReadError> {
    let _held = log("held");
    let now = |n: u8| Ok::<_, ReadError>(n);
    tick("first").await;
    let sum =
        now(n)?
        + leaf("one", 1).await;
    tick("never").await;
    Ok(
        now(sum)?
        + 10)
}

#[rustfmt::skip]
#[visible_async]
async fn index_after_a_question(n: usize) -> Result<u8, ReadError> {
    let _held = log("held");
    let now = |n: usize| Ok::<_, ReadError>([n]);
    tick("first").await;
    let found =
        now(n)?
        [n];
    tick("never").await;
    Ok(found as u8)
}
