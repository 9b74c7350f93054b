// What a pattern has looked at is changed before the rest of the value is dropped.
use visible_async_test_support::prelude::*;

cases! {
    copied_from_a_variant((Some(log("a")), Some(1), log("rest")));
    copied_from_a_variant((Some(log("a")), None, log("rest")));
    copied_from_a_variant((None, Some(1), log("rest")));
    copied_from_two((log("a"), Some(1), Some('c'), log("rest")));
    copied_from_two((log("a"), Some(1), None, log("rest")));
    looked_at_by_reference((Some(log("a")), Some(1), log("rest")));
    cases_in_variants(Err((log("first"), Some(log("second")))));
    cases_in_variants(Ok((log("first"), Some(log("second")))));
    cases_in_variants(Ok((log("first"), None)));
    same_names_in_all_cases(Some((log("key"), 3, false, Some(5))), log("later"));
    same_names_in_all_cases(Some((log("key"), 3, true, Some(5))), log("later"));
    same_names_in_all_cases(Some((log("key"), 3, false, None)), log("later"));
    same_names_in_all_cases(None, log("later"));
    through_a_reference(Some(3));
    guarded_arms_of_what_changes(pair("p"), pair("q"), 1);
    guarded_arms_of_what_changes(pair("p"), pair("q"), 3);
    guarded_arms_of_what_changes(pair("p"), pair("q"), 9);
    three_guarded_arms_of_what_changes(1);
    three_guarded_arms_of_what_changes(2);
    three_guarded_arms_of_what_changes(5);
    else_of_a_let((Some(log("a")), Some(1), log("rest")));
    else_of_a_let((Some(log("a")), None, log("rest")));
}

#[visible_async]
async fn copied_from_a_variant(mut all: (Option<Log>, Option<usize>, Log)) -> usize {
    let size = match all {
        (Some(a), Some(n), _) => {
            all.1.take();
            tick("in").await;
            a.len() + n
        }
        _ => 0,
    };
    tick("after").await;
    size + all.2.len()
}

#[visible_async]
async fn copied_from_two(mut all: (Log, Option<usize>, Option<char>, Log)) -> usize {
    let mut size = 0;
    if let (a, Some(n), Some(c), ..) = all {
        all.1.take();
        tick("in").await;
        all.2.take();
        size += a.len() + n + c.len_utf8();
    }
    tick("after").await;
    size
}

#[visible_async]
async fn looked_at_by_reference(mut all: (Option<Log>, Option<usize>, Log)) -> usize {
    let size = match all {
        (Some(a), Some(ref mut n), _) => {
            *n += 1;
            let n = *n;
            all.1.take();
            tick("in").await;
            a.len() + n
        }
        _ => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn cases_in_variants(mut all: Result<(Log, Option<Log>), (Log, Option<Log>)>) -> usize {
    let size = match all {
        Ok((a, Some(_))) | Err((a, _)) => {
            tick("in").await;
            a.len()
        }
        Ok((_, None)) => {
            all = Err((log("new"), None));
            0
        }
    };
    tick("after").await;
    size
}

// As moka's caches evict.
#[visible_async]
async fn same_names_in_all_cases(found: Option<(Log, usize, bool, Option<usize>)>, later: Log) -> usize {
    let mut size = 0;
    loop {
        let found = found.as_ref().map(|(key, hash, dirty, time)| (key.clone(), *hash, *dirty, *time));
        tick("found").await;
        let (key, hash, time) = match found {
            Some((key, hash, false, Some(time))) => (key, hash, time),
            Some((key, hash, true, _) | (key, hash, false, None)) => {
                size += key.len() + hash;
                break;
            }
            None => break,
        };
        tick("evict").await;
        size += key.len() + hash + time;
        break;
    }
    size + later.len()
}

#[visible_async]
async fn through_a_reference(mut place: Option<usize>) -> usize {
    let all = (Some(log("a")), &mut place, log("rest"));
    let size = match all {
        (Some(a), Some(n), _) => {
            *n += 1;
            let n = *n;
            *all.1 = None;
            tick("in").await;
            a.len() + n
        }
        _ => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn else_of_a_let(mut all: (Option<Log>, Option<usize>, Log)) -> usize {
    let (Some(a), Some(n), _) = all else {
        tick("else").await;
        return all.2.len();
    };
    all.1.take();
    tick("after").await;
    a.len() + n + all.2.len()
}

#[visible_async]
async fn guarded_arms_of_what_changes(mut page: Pair, other: Pair, n: usize) -> usize {
    if n > 8 {
        page.left = other.right;
        tick("changed").await;
        return page.left.len();
    }
    match page {
        Pair { right: kept, .. } if n > 2 => {
            tick("in").await;
            kept.len()
        }
        Pair { left: kept, right: _ } => kept.len(),
    }
}

#[visible_async]
async fn three_guarded_arms_of_what_changes(n: usize) -> usize {
    let mut page = (log("left"), log("right"), n);
    for round in 0..n {
        page.1 = log("new");
        if round > 3 {
            break;
        }
        tick("round").await;
    }
    match page {
        (left, _, k) if k == 1 => {
            tick("left").await;
            left.len()
        }
        (_, right, k) if k > 2 => {
            tick("right").await;
            right.len()
        }
        (left, right, _) => {
            drop(left);
            tick("both").await;
            right.len()
        }
    }
}
