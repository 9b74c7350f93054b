// Loops: while, while let, loop with a value, for over iterators of every kind, labels, break and continue.
use visible_async_test_support::prelude::*;

cases! {
    never_mentioned_before_a_loop();
    while_counts();
    while_awaits_condition();
    while_let_pops();
    while_let_awaits();
    loop_with_value();
    loop_break_awaits();
    for_range();
    for_by_value();
    for_by_reference();
    for_by_mut_reference();
    for_over_steps();
    for_drain();
    for_enumerate_zip();
    for_map_filter();
    for_chars();
    for_destructures();
    for_over_awaited();
    for_array();
    nested_for();
}

#[visible_async]
async fn while_counts() -> usize {
    let page = log("page");
    let mut sent = 0;
    while sent < 3 {
        sent += page.send("").await / 2;
        sent = sent.max(1) + 1;
    }
    sent
}

#[visible_async]
async fn while_awaits_condition() -> usize {
    let mut page = log("p");
    while page.send("?").await < 4 {
        page.fill("+").await;
    }
    page.finish()
}

#[visible_async]
async fn while_let_pops() -> usize {
    let mut queue = vec![log("a"), log("b")];
    let mut total = 0;
    while let Some(job) = queue.pop() {
        total += job.send("job").await;
        if total == 4 {
            queue.push(log("late"));
        }
    }
    total
}

#[visible_async]
async fn while_let_awaits() -> usize {
    let mut source = steps("s", 2);
    let mut total = 0;
    while let Some(step) = leaf("next", source.next()).await {
        total += step.send("x").await;
    }
    total
}

#[visible_async]
async fn loop_with_value() -> Log {
    let mut n = 0;
    loop {
        let candidate = load("try").await;
        n += 1;
        if n == 2 {
            break candidate.with("!");
        }
    }
}

#[visible_async]
async fn loop_break_awaits() -> usize {
    let held = log("held");
    let size = loop {
        let inner = log("inner");
        break inner.send("x").await + held.send("y").await;
    };
    tick("after").await;
    size
}

#[visible_async]
async fn for_range() -> usize {
    let mut total = 0;
    for n in 0..3 {
        let step = load("step").await;
        total += step.len() * n;
    }
    for _ in (0..=4).rev().step_by(2) {
        tick("back").await;
        total += 1;
    }
    total
}

#[visible_async]
async fn for_by_value() -> usize {
    let mut total = 0;
    for job in vec![log("a"), log("b"), log("c")] {
        total += job.send("x").await;
        if total > 3 {
            break;
        }
    }
    tick("after").await;
    total
}

#[visible_async]
async fn for_by_reference() -> usize {
    let jobs = vec![log("a"), log("bb")];
    let mut total = 0;
    for job in &jobs {
        total += job.send("x").await;
    }
    for job in jobs.iter().rev() {
        total += job.send("y").await;
    }
    total + jobs.len()
}

#[visible_async]
async fn for_by_mut_reference() -> Vec<Log> {
    let mut jobs = vec![log("a"), log("b")];
    for job in &mut jobs {
        job.fill("1").await;
    }
    for job in jobs.iter_mut() {
        *job = load(job.name()).await;
    }
    jobs
}

#[visible_async]
async fn for_over_steps() -> usize {
    let mut total = 0;
    for step in steps("s", 3) {
        if step.name() == "s2" {
            continue;
        }
        total += step.send("x").await;
    }
    total
}

#[visible_async]
async fn for_drain() -> usize {
    let mut jobs = vec![log("a"), log("b"), log("c")];
    let mut total = 0;
    for job in jobs.drain(1..) {
        total += job.commit().await.unwrap_or(0);
    }
    tick("drained").await;
    total + jobs.len()
}

#[visible_async]
async fn for_enumerate_zip() -> usize {
    let names = ["x", "y"];
    let jobs = vec![log("a"), log("b")];
    let mut total = 0;
    for (at, (job, name)) in jobs.into_iter().zip(names).enumerate() {
        total += at + job.send(name).await;
    }
    total
}

#[visible_async]
async fn for_map_filter() -> usize {
    let suffix = log("suffix");
    let mut total = 0;
    for step in steps("s", 4).filter(|step| step.name() != "s1").map(|step| step.with(suffix.name())).take(2) {
        total += step.send("x").await;
    }
    total + suffix.finish()
}

#[visible_async]
async fn for_chars() -> String {
    let word = String::from("abc");
    let mut out = String::new();
    for (at, letter) in word.char_indices() {
        if at == 1 {
            tick("middle").await;
        }
        out.insert(0, letter);
    }
    out + &word
}

#[visible_async]
async fn for_destructures() -> usize {
    let mut total = 0;
    for Pair { left, right } in [pair("p"), pair("q")] {
        total += left.send("x").await;
        drop(left);
        tick("between").await;
        total += right.len();
    }
    for &(name, count) in &[("a", 1), ("b", 2)] {
        total += load(name).await.len() * count;
    }
    total
}

#[visible_async]
async fn for_over_awaited() -> usize {
    let mut total = 0;
    for job in leaf("jobs", vec![log("a"), log("b")]).await {
        total += job.len();
    }
    for job in &leaf("more", [log("c"), log("d")]).await {
        total += job.send("x").await;
    }
    total
}

#[visible_async]
async fn for_array() -> Vec<Log> {
    let mut pages = Vec::with_capacity(2);
    for url in ["one", "two"] {
        pages.push(load(url).await);
    }
    pages
}

#[visible_async]
async fn nested_for() -> usize {
    let mut total = 0;
    for row in 1..=2 {
        let header = log(format!("row{row}"));
        for column in steps("c", row) {
            total += column.send(header.name()).await;
        }
        tick("row done").await;
    }
    total
}

#[visible_async]
async fn never_mentioned_before_a_loop() -> usize {
    let mut rounds = 0;
    {
        let held = load("held").await;
        loop {
            let pinned = std::pin::pin!(async move { leaf("never", 1).await });
            rounds += 1;
            if rounds > 2 {
                break;
            }
        }
    }
    load("after").await.len()
}
