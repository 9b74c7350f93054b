// Match: bindings of every mode, guards, or-patterns, leftovers of the scrutinee.
use visible_async_test_support::prelude::*;

cases! {
    match_by_move(Some(pair("p")));
    match_by_move(None);
    match_leaves_parts(Some(pair("p")));
    match_reference_modes(pair("p"));
    match_guards(4);
    match_guards(12);
    guard_awaits(Some(log("guarded")));
    or_patterns(Err(log("either")));
    at_bindings(7);
    at_bindings(70);
    match_on_awaited();
    match_on_place();
    slices(&["a", "bb", "ccc"]);
    slices(&[]);
    match_with_strings("stop");
    nested_match(Some(Ok(log("deep"))));
    nested_match(Some(Err(ReadError(log("wrong")))));
    match_as_statement(2);
    match_by_ref_mut(Some(log("m")));
    boxed_pattern(Box::new((log("l"), log("r"))));
    uninhabited_arm();
    matches_macro(Some(log("some")));
}

#[visible_async]
async fn match_by_move(value: Option<Pair>) -> usize {
    match value {
        Some(Pair { left, right }) => {
            let size = left.send("x").await;
            drop(left);
            tick("between").await;
            size + right.finish()
        }
        None => leaf("none", 0).await,
    }
}

#[visible_async]
async fn match_leaves_parts(value: Option<Pair>) -> usize {
    let size = match value {
        Some(Pair { left, .. }) => left.send("moved").await,
        None => 0,
    };
    tick("right still lives").await;
    size
}

#[visible_async]
async fn match_reference_modes(mut whole: Pair) -> usize {
    match whole {
        Pair { ref left, ref mut right } => {
            right.fill(left.name()).await;
            tick("both").await;
            right.touch("held");
        }
    }
    match &whole {
        Pair { left, .. } if left.len() > 100 => 0,
        Pair { left, right } => left.send("x").await + right.len(),
    }
}

#[visible_async]
async fn match_guards(n: usize) -> usize {
    let held = log("held");
    match n {
        0 => 0,
        n if n % 2 == 1 => held.finish(),
        n if held.len() < n => held.send("large").await,
        _ => {
            let small = load("small").await;
            small.finish() + held.finish()
        }
    }
}

#[visible_async]
async fn guard_awaits(value: Option<Log>) -> usize {
    match value {
        Some(ref inner) if inner.send("guard").await > 100 => 1,
        Some(inner) => {
            tick("arm").await;
            inner.finish()
        }
        None => 0,
    }
}

#[visible_async]
async fn or_patterns(value: Result<Log, Log>) -> usize {
    let (Ok(inner) | Err(inner)) = value;
    tick("wait").await;
    match inner.len() {
        1 | 2 => 1,
        3..=5 | 7 => load("middle").await.len(),
        _ => inner.send("many").await,
    }
}

#[visible_async]
async fn at_bindings(n: usize) -> usize {
    let held = Some(log("held"));
    let size = match n {
        small @ 0..=9 => small + leaf("small", 1).await,
        large @ (10..=99 | 1000..) => large - leaf("large", 1).await,
        _ => 0,
    };
    if let whole @ Some(_) = held {
        tick("whole").await;
        return size + whole.iter().count();
    }
    size
}

#[visible_async]
async fn match_on_awaited() -> usize {
    match fail("read", true).await {
        Ok(page) => page.finish(),
        Err(error) => {
            tick("report").await;
            error.0.send("report").await
        }
    }
}

#[visible_async]
async fn match_on_place() -> usize {
    let mut state = (log("state"), 0);
    loop {
        match state.1 {
            0 => state.1 = leaf("step", 1).await,
            1 => {
                state.0 = load("next").await;
                state.1 = 2;
            }
            _ => break state.0.finish(),
        }
    }
}

#[visible_async]
async fn slices(names: &'static [&'static str]) -> usize {
    match names {
        [] => leaf("empty", 0).await,
        [only] => load(only).await.len(),
        [first, .., last] => {
            let first = load(first).await;
            first.send(last).await
        }
    }
}

#[visible_async]
async fn match_with_strings(command: &str) -> usize {
    let owned = String::from(command);
    let held = log("held");
    match owned.as_str() {
        "go" => 1,
        "stop" | "halt" => held.send(&owned).await,
        other => other.len(),
    }
}

#[visible_async]
async fn nested_match(value: Option<Result<Log, ReadError>>) -> usize {
    match value {
        Some(result) => match result {
            Ok(value) => value.commit().await.unwrap_or(0),
            Err(ReadError(inner)) if inner.len() > 1 => inner.send("error").await,
            Err(_) => 0,
        },
        None => 0,
    }
}

#[visible_async]
async fn match_as_statement(n: u8) {
    let held = log("held");
    match n {
        1 => tick("one").await,
        2 => {
            load("two").await;
        }
        _ => (),
    }
    held.touch("end");
}

#[visible_async]
async fn match_by_ref_mut(mut value: Option<Log>) -> Option<Log> {
    match value {
        Some(ref mut inner) => {
            let inner = inner.fill("1").await;
            inner.fill("2").await;
        }
        None => value = Some(load("fresh").await),
    }
    value
}

#[visible_async]
async fn boxed_pattern(both: Box<(Log, Log)>) -> usize {
    let (left, _) = *both;
    tick("wait").await;
    left.finish()
}

#[visible_async]
async fn uninhabited_arm() -> usize {
    let value: Result<Log, std::convert::Infallible> = leaf("sure", Ok(log("sure"))).await;
    match value {
        Ok(value) => value.send("x").await,
        Err(never) => match never {},
    }
}

#[visible_async]
async fn matches_macro(value: Option<Log>) -> bool {
    let some = matches!(value, Some(ref inner) if inner.len() == 4);
    tick("wait").await;
    some && matches!(load("x").await.len(), 1 | 2)
}
