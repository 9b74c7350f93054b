// The macros of tokio and futures: select, join, try_join, pin, over futures that borrow locals.
use futures::future::FutureExt as _;
use visible_async_test_support::prelude::*;

cases! {
    tokio_join();
    tokio_try_join(true);
    tokio_try_join(false);
    tokio_select_biased();
    tokio_select_with_guard(true);
    tokio_select_else();
    tokio_select_in_loop();
    tokio_select_patterns();
    closure_in_a_handler(log("moved"), true);
    closure_in_a_handler(log("moved"), false);
    tokio_pin();
    tokio_channel();
    tokio_mutex();
    futures_join();
    futures_try_join(true);
    futures_try_join(false);
    futures_select_biased();
    futures_select_one();
    futures_select_loop();
    futures_pin_mut();
}

#[visible_async]
async fn tokio_join() -> usize {
    let (a, b) = (log("a"), log("b"));
    let (first, second) = tokio::join!(biased; a.send("1"), async { load("c").await.len() + b.len() });
    tick("after").await;
    first + second + b.finish()
}

#[visible_async]
async fn tokio_try_join(fails: bool) -> Result<usize, AppError> {
    let held = log("held");
    let (a, b) = tokio::try_join!(biased; fail("a", false), fail("b", fails))?;
    held.touch("joined");
    Ok(a.send("x").await + b.len())
}

#[visible_async]
async fn tokio_select_biased() -> usize {
    let (a, b) = (log("a"), log("b"));
    let size = tokio::select! {
        biased;
        size = a.send("1") => {
            b.send("2").await + size
        }
        other = load("other") => other.finish(),
    };
    tick("after").await;
    size + a.len()
}

#[visible_async]
async fn tokio_select_with_guard(skip: bool) -> usize {
    let value = log("value");
    tokio::select! {
        biased;
        () = tick("first"), if !skip => 1,
        size = value.send("x") => {
            event(format!("got {size}"));
            size + value.len()
        }
    }
}

#[visible_async]
async fn tokio_select_else() -> &'static str {
    let held = log("held");
    let answer = tokio::select! {
        biased;
        Some(value) = leaf("none", None::<Log>) => {
            value.touch("never");
            "some"
        }
        else => {
            held.touch("else");
            "else"
        }
    };
    tick("after").await;
    answer
}

#[visible_async]
async fn tokio_select_in_loop() -> usize {
    let value = log("value");
    let task = async {
        tick("one").await;
        tick("two").await;
        value.len()
    };
    tokio::pin!(task);
    let mut rounds = 0;
    loop {
        tokio::select! {
            biased;
            size = &mut task => return size + rounds,
            round = load("round") => {
                rounds += round.len();
                if rounds > 20 {
                    break;
                }
            }
        }
    }
    rounds
}

#[visible_async]
async fn tokio_select_patterns() -> Result<usize, AppError> {
    let held = log("held");
    let value = tokio::select! {
        biased;
        result = fail("good", false) => result?,
        Pair { left, .. } = leaf("pair", pair("p")) => left,
    };
    Ok(value.send(held.name()).await)
}

#[visible_async]
async fn tokio_pin() -> usize {
    let value = log("value");
    tokio::pin! {
        let first = value.send("1");
        let second = value.send("2");
    }
    tick("before").await;
    second.await + first.await
}

#[visible_async]
async fn tokio_channel() -> Vec<Log> {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(2);
    let mut seen = Vec::new();
    let send = async move {
        for name in ["a", "b"] {
            sender.send(load(name).await).await.unwrap();
        }
    };
    let receive = async {
        while let Some(value) = receiver.recv().await {
            seen.push(value);
        }
    };
    tokio::join!(biased; send, receive);
    seen
}

#[visible_async]
async fn tokio_mutex() -> usize {
    let shared = tokio::sync::Mutex::new(log("shared"));
    {
        let mut guard = shared.lock().await;
        guard.fill("1").await;
    }
    let size = shared.lock().await.send("x").await;
    let free = shared.try_lock().is_ok();
    size + usize::from(free) + shared.into_inner().finish()
}

#[visible_async]
async fn futures_join() -> usize {
    let (a, b) = (log("a"), log("b"));
    let (first, second, third) = futures::join!(a.send("1"), b.send("2"), load("c"));
    tick("after").await;
    first + second + third.len()
}

#[visible_async]
async fn futures_try_join(fails: bool) -> Result<usize, ReadError> {
    let held = log("held");
    let (a, b) = futures::try_join!(fail("a", fails), fail("b", false))?;
    Ok(a.len() + b.send(held.name()).await)
}

#[visible_async]
async fn futures_select_biased() -> usize {
    let value = log("value");
    let first = value.send("1").fuse();
    let second = load("second").fuse();
    futures::pin_mut!(first, second);
    let size = futures::select_biased! {
        size = first => size,
        other = second => other.finish(),
    };
    tick("after").await;
    size
}

#[visible_async]
async fn futures_select_one() -> usize {
    let value = log("value");
    let mut only = Box::pin(value.send("1").fuse());
    let size = futures::select! {
        size = only => size + 1,
        complete => 0,
    };
    event("after select");
    size
}

#[visible_async]
async fn futures_select_loop() -> usize {
    let value = log("value");
    let a = value.send("a").fuse();
    let b = load("b").fuse();
    futures::pin_mut!(a, b);
    let mut total = 0;
    loop {
        futures::select_biased! {
            size = a => total += size,
            other = b => {
                total += other.send("x").await;
            }
            complete => break,
        }
    }
    total
}

#[visible_async]
async fn futures_pin_mut() -> usize {
    let value = log("value");
    let task = value.send("x");
    futures::pin_mut!(task);
    tick("before").await;
    let size = task.as_mut().await;
    size + value.len()
}

#[visible_async]
async fn closure_in_a_handler(moved: Log, calls: bool) -> usize {
    let size = tokio::select! {
        biased;
        got = load("got") => {
            let both = || got.len() + moved.finish();
            let size = if calls { both() } else { 0 };
            tick("handler").await;
            size + got.finish()
        }
        () = tick("other") => 0,
    };
    tick("between").await;
    size
}
