// Let chains: edition 2024 only.
use visible_async_test_support::prelude::*;

cases! {
    chain_of_two(Some(log("a")), true);
    chain_of_two(Some(log("a")), false);
    chain_with_awaits(Some(2));
    chain_else_if(None);
    chain_else_if(Some(log("given")));
    while_chain();
    chain_with_guards();
    chain_by_reference();
    guard_chain(Some(log("guarded")));
    chain_returns(Ok(log("fine")));
    chain_binds_many();
    chain_moves_without_wait(Some(log("given")), true, true);
    chain_moves_without_wait(Some(log("given")), true, false);
    chain_moves_without_wait(Some(log("given")), false, true);
    chain_moves_without_wait(Some(log("given")), false, false);
    chain_moves_without_wait(None, true, true);
    chain_moves_without_else(Some(log("given")), true);
    chain_moves_without_else(Some(log("given")), false);
    chain_moves_in_a_leaf(Some(log("given")), true);
    chain_moves_in_a_leaf(Some(log("given")), false);
    chain_moves_in_a_select(Some(log("given")), true);
    chain_moves_in_a_select(Some(log("given")), false);
    chain_moves_in_a_select(None, true);
    chain_moves_in_a_join(Some(log("given")), true);
    chain_moves_in_a_join(Some(log("given")), false);
    chain_moves_in_a_join(None, true);
    chain_moves_in_an_assertion(Some(log("given")), true);
    chain_moves_in_an_assertion(Some(log("given")), false);
    chain_moves_in_an_assertion(None, true);
}

#[visible_async]
async fn chain_of_two(value: Option<Log>, go: bool) -> usize {
    let size = if let Some(inner) = value
        && go
        && inner.len() == 1
    {
        inner.send("x").await
    } else {
        tick("else").await;
        0
    };
    event("after chain");
    size
}

#[visible_async]
async fn chain_with_awaits(n: Option<usize>) -> usize {
    let held = log("held");
    if let Some(n) = n
        && let value = load("value").await
        && value.len() > n
        && let Some(more) = leaf("more", Some(log("more"))).await
    {
        more.send("x").await + held.len() + value.finish()
    } else {
        held.send("else").await
    }
}

#[visible_async]
async fn chain_else_if(value: Option<Log>) -> Log {
    let spare = log("spare");
    if let Some(inner) = &value
        && inner.send("check").await > 100
    {
        log("long")
    } else if value.is_none()
        && let Ok(other) = fail("other", false).await
    {
        tick("other").await;
        other.with(spare.name())
    } else {
        spare
    }
}

#[visible_async]
async fn while_chain() -> usize {
    let mut source = steps("s", 4);
    let mut total = 0;
    while let Some(step) = source.next()
        && total < 4
        && leaf("go", true).await
    {
        total += step.send("x").await;
    }
    total
}

#[visible_async]
async fn chain_with_guards() -> usize {
    let shared = Guarded::new("shared");
    let size = if let guard = shared.read()
        && guard.send("x").await > 3
        && let other = shared.read()
        && other.len() == 6
    {
        tick("both held").await;
        guard.len()
    } else {
        0
    };
    event("after");
    size
}

#[visible_async]
async fn chain_by_reference() -> Pair {
    let mut both = (Some(log("l")), Some(log("r")));
    if let (Some(left), Some(right)) = (&mut both.0, &mut both.1)
        && left.fill("1").await.len() == 2
        && !right.name().is_empty()
    {
        std::mem::swap(left, right);
        tick("swapped").await;
    }
    let (Some(left), Some(right)) = both else {
        return pair("none");
    };
    Pair { left, right }
}

#[visible_async]
async fn guard_chain(value: Option<Log>) -> usize {
    let limit = log("limit");
    let size = match value {
        Some(ref inner) if inner.send("guard").await > limit.len() && inner.len() > 1 => inner.send("arm").await,
        Some(inner) => inner.finish(),
        None => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn chain_returns(result: Result<Log, Log>) -> Result<usize, AppError> {
    let held = log("held");
    if let Ok(value) = &result
        && let size = fail("size", false).await?.len()
        && size == value.len()
    {
        return Ok(held.send("equal").await);
    }
    tick("not equal").await;
    Ok(result?.finish())
}

#[visible_async]
async fn chain_binds_many() -> usize {
    let jobs = [Some(log("a")), None, Some(log("c"))];
    let mut total = 0;
    for (at, job) in jobs.into_iter().enumerate() {
        if let Some(job) = job
            && at > 0
            && let name = job.to_string()
        {
            total += job.send(&name).await;
        } else if at == 1 {
            tick("skip").await;
            continue;
        }
        event("round done");
    }
    total
}

#[visible_async]
async fn chain_moves_without_wait(given: Option<Log>, first: bool, second: bool) -> usize {
    let held = log("held");
    let size = if ev("first", first)
        && let Some(given) = given
        && let Some(more) = ev("second", second).then(|| log("more"))
    {
        given.len() + more.finish()
    } else if let Some(other) = Some(log("other"))
        && second
    {
        other.finish()
    } else {
        held.len()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn chain_moves_without_else(given: Option<Log>, second: bool) -> usize {
    let mut sum = 0;
    if let Some(given) = given
        && ev("second", second)
    {
        sum += given.finish();
    }
    tick("after").await;
    sum
}

#[visible_async]
async fn chain_moves_in_a_leaf(given: Option<Log>, second: bool) -> usize {
    let size = leaf("number", 1).await.max(log("receiver").name().len())
        + if let Some(given) = given
            && leaf("second", second).await
        {
            given.finish()
        } else {
            0
        };
    tick("after").await;
    size
}

#[visible_async]
async fn chain_moves_in_a_select(value: Option<Log>, go: bool) -> usize {
    let held = log("held");
    let size = tokio::select! {
        biased;
        made = leaf(
            "made",
            if ready("go", go).await
                && let Some(inner) = value
            {
                if inner.len() == 9 {
                    return held.len();
                }
                inner
            } else {
                load("other").await
            },
        ) => made.len(),
        () = tick("second") => 1,
    };
    tick("after").await;
    size + held.len()
}

#[visible_async]
async fn chain_moves_in_a_join(value: Option<Log>, go: bool) -> usize {
    let held = log("held");
    let size = tokio::join!(
        leaf(
            "made",
            if ready("go", go).await
                && let Some(inner) = value
                && inner.send("x").await == 1
            {
                inner.finish()
            } else {
                load("other").await.len()
            },
        ),
        held.send("second")
    )
    .0;
    tick("after").await;
    size + held.len()
}

#[visible_async]
async fn chain_moves_in_an_assertion(value: Option<Log>, go: bool) -> usize {
    let held = log("held");
    let size = tokio::join!(
        leaf("made", {
            assert!(
                if ready("go", go).await
                    && let Some(inner) = value
                    && inner.send("x").await > 0
                {
                    inner.finish() > 0
                } else {
                    load("other").await.len() > 9
                },
                "{}",
                held.len()
            );
            1
        }),
        held.send("second")
    );
    tick("after").await;
    size.0 + held.len()
}
