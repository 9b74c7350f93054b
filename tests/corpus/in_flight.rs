// A drop that panics while the value of the statement is there already.
use visible_async_test_support::prelude::*;

cases! {
    ignored_beside_a_base();
    temporary_in_a_nested_macro();
    receiver_in_a_tail();
    two_temporaries_of_a_macro();
    match_in_a_macro();
    scrutinee_dies_with_value();
    scrutinee_dies_with_value_no_wait();
    rest_of_a_temporary();
    base_of_a_literal();
    iterator_in_a_tail();
    if_let_scrutinee_dies();
    local_of_a_block_dies();
    local_of_a_labelled_block_dies();
    tail_of_two_operands();
    pattern_takes_a_tail();
    pattern_takes_a_match();
    assigned_from_a_block();
    argument_from_a_block();
    returned_from_a_block();
    returned_with_a_guard();
    tail_borrows_a_temporary();
    tail_of_the_function();
    question_on_a_block();
    broken_from_a_loop();
    condition_borrows();
}

#[visible_async]
async fn scrutinee_dies_with_value() -> usize {
    let list = match (log("a"), leaf("n", 1).await) {
        (_, 1) => vec![load("x").await, log("y")],
        _ => vec![leaf("other", log("z")).await],
    };
    tick("after").await;
    list.len()
}

#[visible_async]
async fn scrutinee_dies_with_value_no_wait() -> usize {
    let list = match (log("a"), leaf("n", 1).await) {
        (_, 1) => vec![log("x"), log("y")],
        _ => Vec::new(),
    };
    tick("after").await;
    list.len()
}

#[visible_async]
async fn rest_of_a_temporary() -> usize {
    let list = vec![load("first").await, Pair { left: load("left").await, right: load("right").await }.right];
    tick("after").await;
    list.len()
}

#[visible_async]
async fn base_of_a_literal() -> usize {
    let both = Pair { left: log("left"), ..leaf("base", pair("base")).await };
    tick("after").await;
    both.left.len()
}

#[visible_async]
async fn iterator_in_a_tail() -> usize {
    let list = vec![log("one"), log("two")];
    let both = { (list.into_iter().next(), load("x").await) };
    tick("after").await;
    both.1.len()
}

#[visible_async]
async fn if_let_scrutinee_dies() -> usize {
    let both = if let Some(_) = Some(log("scrutinee")) {
        tick("in").await;
        (log("x"), load("y").await)
    } else {
        (log("z"), log("w"))
    };
    tick("after").await;
    both.0.len()
}

#[visible_async]
async fn local_of_a_block_dies() -> usize {
    let made = {
        let held = log("held");
        tick("in").await;
        let other = load("made").await;
        held.touch("x");
        other
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn local_of_a_labelled_block_dies() -> usize {
    let made = 'work: {
        let held = log("held");
        if leaf("leave", true).await {
            break 'work load("made").await;
        }
        held
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn tail_of_two_operands() -> usize {
    let most = log("most");
    let both = {
        let held = log("held");
        tick("in").await;
        held.touch("x");
        (load("page").await, measure(&log("temporary"), most.len()).await)
    };
    tick("after").await;
    both.0.len() + both.1.len()
}

async fn measure(log: &Log, most: usize) -> Log {
    log.send("measure").await;
    log.touch(&most.to_string());
    load("measured").await
}

#[visible_async]
async fn pattern_takes_a_tail() -> usize {
    let Pair { left, .. } =
        { Pair { left: Pair { left: load("a").await, right: load("b").await }.right, right: load("c").await } };
    left.len()
}

#[visible_async]
async fn pattern_takes_a_match() -> usize {
    let (first, _) = match (log("a"), leaf("n", 1).await) {
        (_, 1) => (load("x").await, log("y")),
        _ => (log("z"), log("w")),
    };
    tick("after").await;
    first.len()
}

#[visible_async]
async fn assigned_from_a_block() -> usize {
    let mut made = log("old");
    tick("before").await;
    made = {
        let held = log("held");
        tick("in").await;
        held.touch(made.name());
        load("new").await
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn argument_from_a_block() -> usize {
    let size = both_of(
        {
            let held = log("held");
            tick("in").await;
            held.touch("x");
            load("first").await
        },
        {
            let held = log("held2");
            tick("in2").await;
            held.touch("x");
            load("second").await
        },
    );
    tick("after").await;
    size
}

fn both_of(first: Log, second: Log) -> usize {
    first.len() + second.len()
}

#[visible_async]
async fn returned_from_a_block() -> Log {
    let held = log("outer");
    return {
        let inner = log("inner");
        tick("in").await;
        inner.touch(held.name());
        load("made").await
    };
}

#[visible_async]
async fn returned_with_a_guard() -> Log {
    let held = log("outer");
    let made = load("made").await;
    held.touch("x");
    made
}

#[visible_async]
async fn tail_borrows_a_temporary() -> Log {
    let held = log("held");
    tick("in").await;
    measure(&log("temporary"), held.len()).await
}

#[visible_async]
async fn tail_of_the_function() -> (Log, Log) {
    let most = log("most");
    tick("in").await;
    (load("page").await, measure(&log("temporary"), most.len()).await)
}

#[visible_async]
async fn question_on_a_block() -> Result<usize, ReadError> {
    let made = {
        let held = log("held");
        tick("in").await;
        held.touch("x");
        fail("read", false).await
    }?;
    tick("after").await;
    Ok(made.len())
}

#[visible_async]
async fn broken_from_a_loop() -> usize {
    let made = loop {
        let held = log("held");
        tick("in").await;
        held.touch("x");
        if held.len() > 1 {
            break load("made").await;
        }
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn condition_borrows() -> usize {
    let made = if measure(&log("temporary"), 1).await.len() > 3 { load("yes").await } else { log("no") };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn receiver_in_a_tail() -> Log {
    tick("before").await;
    load("made").await.with(log("temporary").name())
}

#[visible_async]
async fn two_temporaries_of_a_macro() -> usize {
    let given = log("given");
    let list = vec![
        [given, load("first").await].into_iter().last().unwrap(),
        Pair { left: load("left").await, right: load("right").await }.right,
    ];
    tick("after").await;
    list.len()
}

#[visible_async]
async fn match_in_a_macro() -> Vec<Log> {
    let held = log("held");
    tick("before").await;
    vec![match leaf("some", Some(log("made"))).await {
        Some(made) => made,
        None => return vec![load("other").await, held],
    }]
}

#[visible_async]
async fn ignored_beside_a_base() -> usize {
    let _ = leaf("both", Pair { right: log("right"), ..pair("base") }).await;
    let _ = load("made").await.with(log("temporary").name());
    tick("after").await;
    log("end").len()
}

#[visible_async]
async fn temporary_in_a_nested_macro() -> usize {
    let kept = log("kept");
    let text = said(format!("{} {}", kept.send(log("temporary").name()).await, kept.len()));
    tick("after").await;
    text.len()
}

fn said(text: String) -> String {
    log("said").touch(&text);
    text
}
