// `&mut` of a literal is no static, as `&` of one is: a temporary that lives to the end of the statement.
use visible_async_test_support::prelude::*;

cases! {
    number_lent();
    literals_lent(log("held"));
    constants_lent();
    text_lent();
    in_a_tuple();
    in_a_struct();
    array_lent();
    empty_array_lent();
    in_a_method(log("held"));
    in_a_method_that_moves(log("held"));
    as_the_receiver();
    field_lent();
    before_an_await();
    behind_a_temporary();
    beside_a_constant();
    with_a_question(false);
    with_a_question(true);
    in_a_let();
    in_a_match();
    in_a_condition();
    in_an_if_let();
    in_a_loop();
    for_each();
    in_a_macro();
    sum_lent(2);
    lent_again();
    given_on();
}

const LIMIT: usize = 3;

async fn count(number: &mut usize) -> usize {
    *number += 1;
    tick("count").await;
    *number += 1;
    event(format!("counted {number}"));
    *number
}

async fn show<T: std::fmt::Debug>(value: &mut T) -> usize {
    tick("show").await;
    event(format!("{value:?}"));
    2
}

async fn next(number: &mut usize) -> &mut usize {
    tick("next").await;
    *number += 1;
    number
}

async fn try_count(number: &mut usize, fails: bool) -> Result<usize, ReadError> {
    *number += fail("count", fails).await?.len();
    Ok(*number)
}

#[derive(Debug)]
struct Two<'a> {
    a: &'a mut usize,
    b: &'a mut usize,
}

trait Step {
    async fn step(&mut self) -> usize;
    async fn stepped(self, by: &mut usize) -> usize;
}

impl Step for usize {
    async fn step(&mut self) -> usize {
        count(self).await
    }
    async fn stepped(self, by: &mut usize) -> usize {
        self + count(by).await
    }
}

impl Step for Log {
    async fn step(&mut self) -> usize {
        self.grow("step").len()
    }
    async fn stepped(self, by: &mut usize) -> usize {
        self.len() + count(by).await
    }
}

#[visible_async]
async fn number_lent() -> usize {
    let n = count(&mut 1).await;
    n + count(&mut 1usize).await
}

#[visible_async]
async fn literals_lent(held: Log) -> usize {
    show(&mut 1u8).await;
    show(&mut 'c').await;
    show(&mut true).await;
    show(&mut 1.5).await;
    show(&mut b'x').await;
    show(&mut (1)).await;
    show(&mut -1).await;
    held.len()
}

#[visible_async]
async fn constants_lent() -> usize {
    show(&mut -(LIMIT as i32)).await + show(&mut (LIMIT, 1)).await + show(&mut !LIMIT).await + count(&mut (1 as usize)).await
}

#[visible_async]
async fn text_lent() -> usize {
    let n = show(&mut "text").await;
    n + show(&mut *&mut "text").await
}

#[visible_async]
async fn in_a_tuple() -> usize {
    async fn add((a, b): (&mut usize, &mut usize)) -> usize {
        count(a).await + count(b).await
    }
    add((&mut 1, &mut 2)).await + show(&mut (1, "a")).await
}

#[visible_async]
async fn in_a_struct() -> usize {
    async fn add(two: Two<'_>) -> usize {
        count(two.a).await + count(two.b).await
    }
    let held = log("held");
    add(Two { a: &mut 1, b: &mut 2 }).await + show(&mut Two { a: &mut 3, b: &mut 4 }).await + held.len()
}

#[visible_async]
async fn array_lent() -> usize {
    async fn fill(list: &mut [usize]) -> usize {
        list[0] = 7;
        tick("fill").await;
        list.iter().sum()
    }
    fill(&mut [1, 2]).await + fill(&mut [0; 3]).await + count(&mut [1, 2][0]).await
}

#[visible_async]
async fn empty_array_lent() -> usize {
    async fn kept(list: &'static mut [usize]) -> usize {
        tick("kept").await;
        list.len()
    }
    kept(&mut []).await
}

#[visible_async]
async fn in_a_method(mut held: Log) -> usize {
    let n = held.step().await;
    let n = n + 4usize.stepped(&mut 2).await;
    tick("between").await;
    n + held.len()
}

#[visible_async]
async fn in_a_method_that_moves(held: Log) -> usize {
    tick("begin").await;
    let n = held.stepped(&mut 2).await;
    tick("end").await;
    n
}

#[visible_async]
async fn as_the_receiver() -> usize {
    (&mut 1usize).step().await + next(&mut 3).await.step().await
}

#[visible_async]
async fn field_lent() -> usize {
    count(&mut (1, 2).0).await
}

#[visible_async]
async fn before_an_await() -> usize {
    async fn add(number: &mut usize, text: Log) -> usize {
        *number += text.len();
        tick("add").await;
        *number
    }
    let held = log("held");
    add(&mut 1, load("loaded").await).await + held.len()
}

#[visible_async]
async fn behind_a_temporary() -> usize {
    async fn add(text: &Log, number: &mut usize, other: &Log) -> usize {
        *number += text.len();
        tick("add").await;
        *number + other.len()
    }
    let n = add(&log("first"), &mut 1, &log("last")).await;
    tick("end").await;
    n
}

#[visible_async]
async fn beside_a_constant() -> usize {
    async fn add(number: &mut usize, limit: &'static usize, one: &'static usize) -> usize {
        *number += limit + one;
        tick("add").await;
        *number
    }
    add(&mut 1, &LIMIT, &1).await
}

#[visible_async]
async fn with_a_question(fails: bool) -> Result<usize, ReadError> {
    let held = log("held");
    let n = try_count(&mut 1, fails).await?;
    tick("end").await;
    Ok(n + held.len())
}

#[visible_async]
async fn in_a_let() -> usize {
    let a = &mut 1;
    tick("begin").await;
    let b = &mut *next(a).await;
    *b += 1;
    let n = *next(&mut 4).await;
    *b + n
}

#[visible_async]
async fn in_a_match() -> usize {
    match &mut 1 {
        n if *n > 5 => 0,
        n => count(n).await + *n,
    }
}

#[visible_async]
async fn in_a_condition() -> usize {
    if count(&mut 1).await > 2 {
        tick("then").await;
    }
    while *next(&mut 1).await > 5 {
        tick("never").await;
    }
    1
}

#[visible_async]
async fn in_an_if_let() -> usize {
    if let n @ 1..3 = &mut *next(&mut 1).await {
        return count(n).await;
    }
    0
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut n = 0;
    loop {
        n += count(&mut 1).await;
        if n > 5 {
            break n;
        }
    }
}

#[visible_async]
async fn for_each() -> usize {
    let mut sum = 0;
    for n in &mut [1, 2] {
        sum += count(n).await;
    }
    sum
}

#[visible_async]
async fn in_a_macro() -> String {
    let held = log("held");
    format!("{} {}", held.len(), count(&mut 1).await)
}

#[visible_async]
async fn sum_lent(n: usize) -> usize {
    count(&mut (n + 1)).await + count(&mut (1 + 1)).await
}

#[visible_async]
async fn lent_again() -> usize {
    *next(next(&mut 1).await).await + 1
}

#[visible_async]
async fn given_on() -> usize {
    let n = show(&mut &mut 1).await;
    n + show(&mut &1).await
}
