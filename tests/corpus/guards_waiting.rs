// Guards that wait, of a match that moves a part of a local of which only types tell whether it is a value or a reference.
use visible_async_test_support::prelude::*;

cases! {
    value_in_a_condition(4);
    value_in_a_condition(1);
    value_in_an_arm(4);
    value_in_an_arm(1);
    shared_reference(4);
    shared_reference(1);
    exclusive_reference(4);
    exclusive_reference(1);
    copied_beside(4);
    copied_beside(1);
}

async fn found(size: usize) -> Option<(Log, usize)> {
    tick("found").await;
    Some((log("found"), size))
}

async fn lent<T>(found: T) -> T {
    tick("lent").await;
    found
}

#[visible_async]
async fn value_in_a_condition(size: usize) -> usize {
    let found = found(size).await;
    let beside = log("beside");
    if matches!(found, Some((first, size)) if first.send("guard").await > 0 && size > 2) {
        return load("after").await.len();
    }
    tick("between").await;
    beside.len()
}

#[visible_async]
async fn value_in_an_arm(size: usize) -> usize {
    let found = found(size).await;
    let beside = log("beside");
    let size = match found {
        Some((mut first, size)) if first.send("guard").await > 0 && size > 2 => {
            first.fill("more").await;
            first.finish()
        }
        _ => leaf("other", 1).await,
    };
    tick("between").await;
    beside.len() + size
}

#[visible_async]
async fn shared_reference(size: usize) -> usize {
    let own = found(size).await;
    let found = lent(&own).await;
    let size = match found {
        Some((first, size)) if first.send("guard").await > 0 && *size > 2 => first.send("arm").await,
        _ => leaf("other", 1).await,
    };
    tick("between").await;
    size
}

#[visible_async]
async fn exclusive_reference(size: usize) -> usize {
    let mut own = found(size).await;
    let found = lent(&mut own).await;
    let size = match found {
        Some((first, size)) if first.send("guard").await > 0 && *size > 2 => first.fill("arm").await.len(),
        _ => leaf("other", 1).await,
    };
    tick("between").await;
    own.map_or(size, |(own, _)| own.len() + size)
}

#[visible_async]
async fn copied_beside(size: usize) -> usize {
    let found = lent((size, log("beside"))).await;
    let size = match found {
        (size, _) if leaf("guard", 1).await + size > 2 => size,
        (_, beside) => beside.send("arm").await,
    };
    tick("between").await;
    size
}
