// The value of a statement that ends with `;` dies after what the branch that gives it has declared.
use visible_async_test_support::prelude::*;

cases! {
    rest_of_an_ignored_match();
    rest_of_nested_matches(1);
    rest_of_nested_matches(4);
    base_in_an_ignored_block();
    base_in_a_statement();
    of_an_arm(Some(log("some")));
    of_an_arm(None);
    of_a_block();
    of_a_branch(true);
    of_a_branch(false);
    of_a_labelled_block(true);
    of_a_labelled_block(false);
    beside_a_jump(true);
    beside_a_jump(false);
    of_a_wildcard(true);
    of_a_wildcard(false);
}

#[visible_async]
async fn of_an_arm(given: Option<Log>) -> usize {
    match (given, leaf("n", 1).await) {
        (Some(some), _) => Some(load(some.name()).await),
        (None, n) if n > 4 => None,
        _ => leaf("other", Some(log("other"))).await,
    };
    tick("after").await;
    1
}

#[visible_async]
async fn of_a_block() -> usize {
    {
        let held = log("held");
        load(held.name()).await
    };
    tick("after").await;
    1
}

#[visible_async]
async fn of_a_branch(first: bool) -> usize {
    if first {
        let held = log("held");
        load(held.name()).await
    } else {
        log("other")
    };
    tick("after").await;
    1
}

#[visible_async]
#[allow(unused_must_use)]
async fn of_a_labelled_block(leaves: bool) -> usize {
    'work: {
        let held = log("held");
        if leaf("leaves", leaves).await {
            break 'work log("left");
        }
        held.clone()
    };
    tick("after").await;
    1
}

#[visible_async]
async fn beside_a_jump(leaves: bool) -> usize {
    match leaf("both", pair("both")).await {
        Pair { left, right: _ } if leaves => {
            left.touch("leaves");
            return left.len();
        }
        Pair { left: _, right } => {
            let held = log("held");
            held.touch("in");
            load(right.name()).await
        }
    };
    tick("after").await;
    1
}

#[visible_async]
async fn of_a_wildcard(fits: bool) -> usize {
    let _ = match leaf("made", Some(log("made"))).await {
        Some(made) if fits => made,
        _ => {
            let held = log("held");
            load(held.name()).await
        }
    };
    tick("after").await;
    1
}

#[visible_async]
async fn base_in_an_ignored_block() -> usize {
    let _ = {
        event("first");
        leaf("pair", Pair { left: load("left").await, ..pair("base") }).await
    };
    tick("end").await;
    1
}

#[visible_async]
async fn base_in_a_statement() -> usize {
    let held = log("held");
    if held.len() > 2 {
        event("first");
        leaf("pair", Pair { left: load("left").await, ..pair("base") }).await
    } else {
        pair("other")
    };
    tick("end").await;
    1
}

#[visible_async]
async fn rest_of_an_ignored_match() -> usize {
    let _ = match pair("scrutinee") {
        Pair { left: _left, .. } => leaf("pair", pair("value")).await,
    };
    tick("end").await;
    1
}

#[visible_async]
async fn rest_of_nested_matches(n: usize) -> usize {
    let _ = match match (Pair { left: load("left").await, ..pair("base") }) {
        Pair { right, .. } if right.send("guard").await > n => pair("first"),
        Pair { left, right: _ } => Pair { left, ..pair("second") },
    } {
        Pair { left: _left, .. } => leaf("pair", pair("value")).await,
    };
    tick("end").await;
    1
}
