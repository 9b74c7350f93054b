// What random functions have found in leaf futures, and in closures and async blocks (see tests/generate.rs).
use visible_async_test_support::prelude::*;

cases! {
    named_by_nothing(true);
    named_by_nothing_in_a_tail(true);
    named_by_nothing_in_a_block();
    named_by_nothing_behind_a_pointer();
    named_by_nothing_of_a_struct();
    ignored_behind_a_pointer();
    ignored_of_a_struct();
    matched_last(Some(log("row")), true);
    matched_last(Some(log("row")), false);
    matched_last(None, true);
    matched_in_a_leaf(Some(log("row")), true);
    matched_in_a_leaf(Some(log("row")), false);
    matched_in_a_leaf(None, true);
    selected_behind_a_block(true);
    selected_behind_a_block(false);
}

#[visible_async]
async fn named_by_nothing(first: bool) -> usize {
    let row = log("row");
    let size = async {
        let looks = move || {
            _ = row;
            first
        };
        log("inside").len() + usize::from(looks())
    }
    .await;
    tick("after").await;
    size
}

#[visible_async]
async fn named_by_nothing_in_a_tail(first: bool) -> usize {
    let size = std::convert::identity(&if let Some(row) = Some(log("row")) {
        let size = async {
            let looks = move || {
                _ = row;
                first
            };
            log("inside").len() + usize::from(looks())
        }
        .await;
        tick("in").await;
        log(format!("size {size}"))
    } else {
        log("none")
    })
    .len();
    tick("after").await;
    size
}

#[visible_async]
async fn named_by_nothing_in_a_block() -> usize {
    let row = log("row");
    let (size, _) = futures::join!(
        async {
            let _ = row;
            load("first").await.len()
        },
        tick("second")
    );
    tick("after").await;
    size
}

fn peek(log: &Log) -> usize {
    log.len()
}

#[visible_async]
async fn matched_last(row: Option<Log>, takes: bool) -> usize {
    let found = if takes {
        let mut rest = row;
        while let Some(other) = leaf("other", None::<Log>).await {
            rest = Some(other);
        }
        matches!(rest, Some(row) if peek(&row) > 1)
    } else {
        false
    };
    tick("after").await;
    usize::from(found)
}

#[visible_async]
async fn matched_in_a_leaf(row: Option<Log>, takes: bool) -> usize {
    let beside = log("beside");
    tick("before").await;
    let sizes = vec![leaf("first", beside.len()).await, {
        let held = log("held");
        let n = usize::from(takes && matches!(row, Some(row) if peek(&row) > 1));
        leaf("second", n).await + held.len()
    }];
    tick("after").await;
    sizes.len()
}

#[visible_async]
async fn named_by_nothing_behind_a_pointer() -> usize {
    let row = std::rc::Rc::new(pair("row"));
    let beside = log("beside");
    let looks = move || {
        let _ = row.left;
    };
    tick("before").await;
    looks();
    drop(looks);
    tick("after").await;
    beside.len()
}

#[visible_async]
async fn named_by_nothing_of_a_struct() -> usize {
    let row = pair("row");
    let beside = log("beside");
    let looks = move || {
        let _ = row.left;
    };
    tick("before").await;
    looks();
    tick("after").await;
    beside.len()
}

#[visible_async]
async fn ignored_behind_a_pointer() -> usize {
    let row = std::rc::Rc::new(pair("row"));
    let beside = log("beside");
    let looks = move || {
        _ = row.left;
        1
    };
    tick("before").await;
    let size = looks();
    drop(looks);
    tick("after").await;
    beside.len() + size
}

#[visible_async]
async fn ignored_of_a_struct() -> usize {
    let row = pair("row");
    let beside = log("beside");
    let looks = move || {
        _ = row.left;
        1
    };
    tick("before").await;
    let size = looks();
    tick("after").await;
    beside.len() + size
}

async fn spent(page: Log) -> usize {
    tick("spend").await;
    page.finish()
}

// No comma stands between the block and what is selected next, which may move what something has borrowed.
#[visible_async]
async fn selected_behind_a_block(looks: bool) -> usize {
    let page = Some(load("page").await);
    match page.as_ref() {
        Some(page) if looks => {
            tick("looks").await;
            event(format!("{}", page.len()));
        }
        _ => event("none"),
    }
    tokio::select! {
        biased;
        log = load("first") => { event("first"); log.len() }
        size = spent(page.unwrap_or_default()) => { size }
    }
}
