// Items inside a block that waits: they hide others of the same name there, and only there.
use visible_async_test_support::prelude::*;

cases! {
    hides_an_outer_item(true);
    hides_an_outer_item(false);
    used_before_it_is_declared();
    imported_in_a_branch(true);
    imported_in_a_branch(false);
    one_static();
    made_of_an_own_type();
    named_twice(true);
    named_twice(false);
    in_a_plain_block();
    in_a_loop();
    called_like_a_state();
    called_through_a_glob(true);
}

const STEP: usize = 1;

fn scale(n: usize) -> usize {
    n + STEP
}

#[visible_async]
async fn hides_an_outer_item(inner: bool) -> usize {
    let mut sum = scale(STEP);
    if inner {
        const STEP: usize = 10;
        fn scale(n: usize) -> usize {
            n * 100 + STEP
        }
        tick("first").await;
        sum += scale(STEP);
        tick("second").await;
        sum += scale(STEP);
    } else {
        tick("other").await;
        sum += scale(STEP);
    }
    tick("after").await;
    sum + scale(STEP)
}

#[visible_async]
async fn used_before_it_is_declared() -> usize {
    let made = {
        let made = log("made");
        let size = doubled(made.len());
        tick("in").await;
        fn doubled(n: usize) -> usize {
            2 * n
        }
        doubled(size) + made.len()
    };
    tick("after").await;
    made
}

#[visible_async]
async fn imported_in_a_branch(inner: bool) -> usize {
    let mut text = String::new();
    if inner {
        use std::fmt::Write as _;
        tick("in").await;
        write!(text, "{}", log("written").len()).unwrap();
        tick("more").await;
        write!(text, "{}", STEP).unwrap();
    }
    tick("after").await;
    text.len()
}

#[visible_async]
async fn one_static() -> usize {
    let mut sum = 0;
    for _ in 0..2 {
        static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let before = (&raw const COUNT).addr();
        tick("in").await;
        let after = (&raw const COUNT).addr();
        sum += usize::from(before == after);
    }
    sum
}

#[visible_async]
async fn made_of_an_own_type() -> usize {
    let size = {
        struct Job {
            held: Log,
        }
        impl Job {
            fn size(&self) -> usize {
                self.held.len()
            }
        }
        let job = Job { held: load("held").await };
        tick("in").await;
        job.size()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn named_twice(first: bool) -> usize {
    if first {
        #[derive(Debug)]
        struct Job(Log);
        let job = Job(load("one").await);
        tick("in").await;
        job.0.len()
    } else {
        #[derive(Debug)]
        struct Job(Log, usize);
        let job = Job(load("other").await, 2);
        tick("in").await;
        job.0.len() + job.1
    }
}

#[visible_async]
async fn in_a_plain_block() -> usize {
    let held = log("held");
    let mut size = scale(held.len());
    {
        const STEP: usize = 20;
        size += STEP;
        tick("in").await;
        size += STEP;
        tick("more").await;
        size += STEP;
    }
    size + STEP
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut sum = 0;
    while sum < 60 {
        fn scale(n: usize) -> usize {
            n + 20
        }
        tick("in").await;
        sum = scale(sum);
        if leaf("go on", sum < 40).await {
            continue;
        }
        sum = scale(sum);
    }
    scale(sum)
}

mod far {
    use visible_async_test_support::prelude::*;
    pub async fn fetch(n: usize) -> usize {
        tick("fetch").await;
        n
    }
}

#[visible_async]
async fn called_like_a_state() -> usize {
    let held = log("held");
    let mut sum = 0;
    {
        use far::fetch;
        sum += fetch(1).await;
        sum += fetch(held.len()).await;
    }
    sum
}

#[visible_async]
async fn called_through_a_glob(twice: bool) -> usize {
    use far as beside;
    let mut sum = 0;
    if twice {
        use beside::*;
        sum += fetch(1).await;
        sum += fetch(2).await;
    }
    sum
}
