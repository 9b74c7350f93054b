// Locals that the message of an assertion may move: nothing follows it but a panic.
use visible_async_test_support::prelude::*;

cases! {
    called_once(true);
    called_once(false);
    called_and_kept(true);
    called_and_kept(false);
    called_again(true);
    called_again(false);
    called_exclusively(2);
    called_exclusively(12);
    closed(2);
    closed(12);
    looked_at(2);
    looked_at(12);
    beside_others(2);
    beside_others(12);
    in_a_branch(2);
    in_a_branch(12);
    in_a_loop(2);
    not_always_asserted(2);
    not_always_asserted(12);
    with_temporaries(2);
    with_temporaries(12);
    of_a_later_segment(2);
    of_a_later_segment(12);
    in_an_arm(2);
    in_an_arm(12);
}

#[visible_async]
async fn called_once(fails: bool) -> usize {
    let row = pair("row");
    let page = || {
        let Pair { right, left: _ } = { row };
        right.len()
    };
    let after = log("after");
    assert!(!fails & (leaf("n", after.len()).await < 100), "{}", page());
    tick("more").await;
    after.len()
}

#[visible_async]
async fn called_and_kept(fails: bool) -> usize {
    let row = log("row");
    let page = move || row.len();
    let after = log("after");
    assert!(!fails, "{} {}", page(), after.name());
    tick("more").await;
    after.len()
}

// The call in the message and that behind it: the one or the other is made.
#[visible_async]
async fn called_again(fails: bool) -> usize {
    let row = log("row");
    let page = move || row.finish();
    let after = log("after");
    assert!(!fails, "{}", page());
    let n = page();
    tick("more").await;
    after.len() + n
}

#[visible_async]
async fn called_exclusively(n: usize) -> usize {
    let (mut row, after) = (log("row"), log("after"));
    let mut page = move || row.grow("x").len();
    assert_eq!(leaf("n", n).await, 2, "{}", page());
    tick("more").await;
    after.len()
}

#[visible_async]
async fn closed(n: usize) -> usize {
    let (before, file, after) = (log("before"), File(log("file")), log("after"));
    assert!(n < 9, "{}", file.shut(&log("temporary")));
    tick("more").await;
    before.len() + after.len()
}

#[visible_async]
async fn looked_at(n: usize) -> usize {
    let (before, file, after) = (log("before"), File(log("file")), log("after"));
    assert_ne!(n, 12, "{} {}", before.name(), file.scan(&log("temporary")));
    tick("more").await;
    before.len() + after.len()
}

#[visible_async]
async fn beside_others(n: usize) -> usize {
    let (file, other, after) = (File(log("file")), File(log("other")), log("after"));
    assert!(n < 9, "{} {} {}", file.shut(&after), other.scan(&log("temporary")), after);
    tick("more").await;
    after.len()
}

#[visible_async]
async fn in_a_branch(n: usize) -> usize {
    let (file, after) = (File(log("file")), log("after"));
    if n > 1 {
        let inner = log("inner");
        assert!(n < 9, "{}", file.shut(&inner));
        tick("more").await;
    }
    after.len()
}

#[visible_async]
async fn in_a_loop(n: usize) -> usize {
    let file = File(log("file"));
    for round in 0..3 {
        let inner = log("inner");
        assert!(round < n, "{}", file.shut(&inner));
        tick("more").await;
    }
    1
}

#[visible_async]
async fn not_always_asserted(n: usize) -> usize {
    let (file, after) = (File(log("file")), log("after"));
    debug_assert!(n < 9, "{}", file.shut(&after));
    tick("more").await;
    debug_assert_eq!(leaf("n", n).await, 2, "{}", after.name());
    after.len()
}

#[visible_async]
async fn with_temporaries(n: usize) -> usize {
    let (file, after) = (File(log("file")), log("after"));
    assert!(n < 9, "{} {}", log("first"), file.parts(&log("second")).pick(&log("third")));
    tick("more").await;
    after.len()
}

#[visible_async]
async fn of_a_later_segment(n: usize) -> usize {
    let file = File(log("file"));
    tick("begin").await;
    let after = log("after");
    tick("go on").await;
    assert!(n < 9, "{}", file.shut(&after));
    tick("more").await;
    after.len()
}

#[visible_async]
async fn in_an_arm(n: usize) -> usize {
    let (file, after) = (File(log("file")), log("after"));
    match load("matched").await.len() {
        0 => tick("none").await,
        more => assert!(n + more < 9, "{}", file.shut(&after)),
    }
    tick("more").await;
    after.len()
}

struct File(Log);

impl File {
    fn shut(self, with: &Log) -> usize {
        event(format!("shut {}", self.0.name()));
        with.len()
    }
    fn scan(&self, with: &Log) -> usize {
        event(format!("scan {}", self.0.name()));
        with.len()
    }
    fn parts(self, with: &Log) -> Parts {
        Parts(self.0.with(with.name()))
    }
}

struct Parts(Log);

impl Parts {
    fn pick(&self, with: &Log) -> usize {
        self.0.len() + with.len()
    }
}
