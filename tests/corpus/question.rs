// `?` on Option, Result, ControlFlow and Poll, inside operands and chains, with conversions that log; return everywhere.
use std::ops::ControlFlow;
use std::task::Poll;
use visible_async_test_support::prelude::*;

cases! {
    first_fails(true);
    first_fails(false);
    second_fails(true);
    second_fails(false);
    converts(true);
    converts(false);
    chain_of_questions(0);
    chain_of_questions(1);
    chain_of_questions(2);
    question_on_option(true);
    question_on_option(false);
    question_without_wait(false);
    question_in_operand(true);
    question_in_operand(false);
    question_in_await_operand(true);
    question_on_control_flow(3);
    question_on_poll(true);
    boxed_error(true);
    error_in_loop(2);
    error_with_guard(true);
    double_question();
    question_in_condition(true);
    question_in_scrutinee(true);
    question_in_tail(false);
    question_in_tail(true);
    returns_in_branches(1);
    returns_in_branches(2);
    returns_in_branches(3);
    returns_awaited(true);
    map_err_then_question(true);
    context_added(true);
    unit_result(true);
}

#[derive(Debug)]
struct Client {
    name: Log,
}

#[derive(Debug)]
struct Session {
    name: Log,
    depth: usize,
}

impl Client {
    async fn connect(name: &str, fails: bool) -> Result<Client, ReadError> {
        Ok(Client { name: fail(name, fails).await? })
    }

    async fn open(&self, fails: bool) -> Result<Session, AppError> {
        let name = fail("session", fails).await?;
        Ok(Session { name, depth: self.name.len() })
    }
}

impl Session {
    async fn get(self) -> Result<usize, AppError> {
        Ok(self.name.commit().await? + self.depth)
    }
}

#[visible_async]
async fn first_fails(fails: bool) -> Result<usize, ReadError> {
    let held = log("held");
    let value = fail("first", fails).await?;
    let other = fail("second", false).await?;
    Ok(value.len() + other.len() + held.len())
}

#[visible_async]
async fn second_fails(fails: bool) -> Result<usize, ReadError> {
    let a = fail("a", false).await?;
    let b = {
        let inner = log("inner");
        fail("b", fails).await?.with(inner.name())
    };
    Ok(a.finish() + b.finish())
}

#[visible_async]
async fn converts(fails: bool) -> Result<Log, AppError> {
    let before = log("before");
    let value = fail("value", fails).await?;
    before.touch("after question");
    if value.len() > 100 {
        Err(log("too long"))?;
    }
    Ok(value)
}

#[visible_async]
async fn chain_of_questions(fails_at: usize) -> Result<usize, AppError> {
    let held = log("held");
    let size = Client::connect("host", fails_at == 1).await?.open(fails_at == 2).await?.get().await?;
    held.touch("end");
    Ok(size)
}

#[visible_async]
async fn question_on_option(found: bool) -> Option<usize> {
    let held = log("held");
    let value = leaf("lookup", found.then(|| log("value"))).await?;
    let more = leaf("more", Some(2)).await?;
    Some(value.len() + held.len() + more)
}

#[visible_async]
async fn question_without_wait(bad: bool) -> Result<usize, AppError> {
    let held = log("held");
    let number: usize = "12".parse().map_err(|_| log("not a number"))?;
    tick("wait").await;
    let digit = if bad { Err(log("bad"))? } else { 1 };
    Ok(number + digit + held.len())
}

#[visible_async]
async fn question_in_operand(fails: bool) -> Result<usize, AppError> {
    let a = log("a");
    let size = a.len() + fail("b", fails).await?.len() * fail("c", false).await?.finish();
    Ok(size + [fail("d", false).await?.len(), a.send("x").await][0])
}

#[visible_async]
async fn question_in_await_operand(fails: bool) -> Result<usize, AppError> {
    let page = log("page");
    let size = page.send(fail("label", false).await?.name()).await;
    Ok(size + page.send(fail("label", fails).await?.name()).await)
}

#[visible_async]
async fn question_on_control_flow(limit: usize) -> ControlFlow<Log, usize> {
    let held = log("held");
    for step in steps("s", 4) {
        let reached = step.send("x").await > limit;
        let flow = if reached { ControlFlow::Break(step) } else { ControlFlow::Continue(()) };
        flow?;
    }
    ControlFlow::Continue(held.finish())
}

#[visible_async]
async fn question_on_poll(fails: bool) -> Poll<Result<usize, ReadError>> {
    let answer: Poll<Result<Log, ReadError>> = Poll::Ready(fail("poll", fails).await);
    let ready: Poll<Log> = answer?;
    tick("wait").await;
    ready.map(|value| Ok(value.len()))
}

#[visible_async]
async fn boxed_error(fails: bool) -> Result<usize, Box<dyn std::error::Error + Send + Sync>> {
    let held = log("held");
    let number: i32 = leaf("text", "12").await.parse()?;
    if fails {
        return Err(format!("failed after {number}").into());
    }
    Ok(held.len())
}

#[visible_async]
async fn error_in_loop(bad: usize) -> Result<Vec<Log>, AppError> {
    let mut found = Vec::new();
    for n in 0..3 {
        let held = log("held");
        found.push(fail("item", n == bad).await?);
        held.touch("round");
    }
    Ok(found)
}

#[visible_async]
async fn error_with_guard(fails: bool) -> Result<usize, AppError> {
    let mut shared = Guarded::new("shared");
    {
        let mut guard = shared.write();
        guard.fill("1").await;
        fail("step", false).await?;
        guard.grow(fail("text", fails).await?.name());
    }
    let size = shared.read().len();
    Ok(size)
}

#[visible_async]
async fn double_question() -> Result<Option<usize>, ReadError> {
    let nested: Result<Option<Result<Log, ReadError>>, ReadError> = leaf("nested", Ok(Some(fail("inner", false).await))).await;
    let Some(result) = nested? else {
        return Ok(None);
    };
    Ok(Some(result?.finish()))
}

#[visible_async]
async fn question_in_condition(fails: bool) -> Result<usize, AppError> {
    let held = log("held");
    let mut total = 0;
    while fail("cond", total > 0 && fails).await?.len() + total < 6 {
        total += held.send("x").await;
    }
    if fail("if", false).await?.len() == 2 && fail("and", false).await?.len() == 3 { Ok(total) } else { Ok(0) }
}

#[visible_async]
async fn question_in_scrutinee(fails: bool) -> Result<usize, AppError> {
    match fail("match", false).await?.name() {
        "match" => tick("arm").await,
        _ => return Ok(0),
    }
    if let Some(value) = Some(fail("let", fails).await?) {
        return Ok(value.finish());
    }
    Ok(1)
}

#[visible_async]
async fn question_in_tail(fails: bool) -> Result<usize, AppError> {
    let held = log("held");
    Ok(held.send(fail("tail", fails).await?.name()).await)
}

#[visible_async]
async fn returns_in_branches(n: u8) -> Log {
    let a = log("a");
    if n == 1 {
        return a;
    }
    let b = load("b").await;
    let c = match n {
        2 => return load("early").await,
        _ => a.with(b.name()),
    };
    tick("end").await;
    return c;
}

#[visible_async]
async fn returns_awaited(early: bool) -> Result<usize, ReadError> {
    let held = log("held");
    if early {
        return log("value").commit().await;
    }
    held.commit().await
}

#[visible_async]
async fn map_err_then_question(fails: bool) -> Result<usize, Log> {
    let name = log("name");
    let value = fail("value", fails).await.map_err(|error| error.0.with(name.name()))?;
    Ok(value.len())
}

#[visible_async]
async fn context_added(fails: bool) -> Result<Log, String> {
    let path = log("path");
    let value = fail("file", fails).await.map_err(|error| format!("{path}: {error}"))?;
    let size = path.send("x").await;
    Ok(value.with(&size.to_string()))
}

#[visible_async]
async fn unit_result(fails: bool) -> Result<(), AppError> {
    let held = log("held");
    fail("one", false).await?;
    held.send("x").await;
    fail("two", fails).await?;
    Ok(())
}
