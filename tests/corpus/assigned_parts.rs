// Assignments to several places at once, of a local that they leave a part of: it lives on.
use visible_async_test_support::prelude::*;

cases! {
    typed_and_the_rest_of_a_base(pair("p"));
    spare_of_an_operand_beside_the_old_value();
    spare_of_an_operand_beside_a_discarded_value();
    first_of_a_tuple((log("one"), log("two")));
    first_of_what_is_made_here();
    first_by_name(pair("both"));
    first_of_a_nested(((log("one"), log("two")), log("three")));
    first_and_last((log("one"), log("two"), log("three")));
    of_a_tuple_struct();
    declared_before((log("one"), log("two")));
    assigned_twice((log("one"), log("two")));
    in_a_branch((log("one"), log("two")), true);
    in_a_branch((log("one"), log("two")), false);
    in_a_loop();
    of_a_field(nest());
    to_a_field((log("one"), log("two")), pair("both"));
    to_an_awaited_element((log("one"), log("two")));
    of_a_box();
    in_a_closure((log("one"), log("two")));
    in_a_block((log("one"), log("two")));
    in_a_leaf((log("one"), log("two")));
    rest_used_later((log("one"), log("two")));
    numbers((1, 2));
    put_back((log("one"), log("two")));
    name_of_the_users((log("one"), log("two")));
}

#[visible_async]
async fn first_of_a_tuple(both: (Log, Log)) -> usize {
    let mut first = log("first");
    tick("before").await;
    (first, _) = both;
    tick("after").await;
    first.grow("+").len() + log("end").len()
}

#[visible_async]
async fn first_of_what_is_made_here() -> usize {
    let mut first = load("first").await;
    let both = (load("one").await, log("two"));
    (first, _) = both;
    tick("after").await;
    first.len() + log("end").len()
}

#[visible_async]
async fn first_by_name(both: Pair) -> usize {
    let mut left = log("first");
    tick("before").await;
    Pair { left, .. } = both;
    tick("after").await;
    left.len()
}

#[visible_async]
async fn first_of_a_nested(all: ((Log, Log), Log)) -> usize {
    let (mut first, mut last) = (log("first"), log("last"));
    tick("before").await;
    ((_, first), last) = all;
    tick("after").await;
    first.len() + last.len()
}

#[visible_async]
async fn first_and_last(all: (Log, Log, Log)) -> usize {
    let (mut first, mut last) = (log("first"), log("last"));
    tick("before").await;
    (first, .., last) = all;
    tick("after").await;
    first.len() + last.len()
}

#[allow(dead_code)]
struct Three(Log, Log, Log);

#[visible_async]
async fn of_a_tuple_struct() -> usize {
    let three = Three(load("one").await, log("two"), log("three"));
    let mut second = log("second");
    tick("before").await;
    Three(_, second, ..) = three;
    tick("after").await;
    second.len()
}

#[visible_async]
async fn declared_before(both: (Log, Log)) -> usize {
    let first;
    tick("before").await;
    (first, _) = both;
    tick("after").await;
    first.finish()
}

#[visible_async]
async fn assigned_twice(both: (Log, Log)) -> usize {
    let mut first = log("first");
    tick("before").await;
    (first, _) = both;
    tick("between").await;
    (_, first) = both;
    tick("after").await;
    first.len()
}

#[visible_async]
async fn in_a_branch(both: (Log, Log), taken: bool) -> usize {
    let mut first = log("first");
    tick("before").await;
    if taken {
        (first, _) = both;
        tick("inside").await;
    }
    tick("after").await;
    first.len()
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut first = log("first");
    for at in 0..2 {
        let both = (load("one").await, log("two"));
        match at {
            0 => (first, _) = both,
            _ => (_, first) = both,
        }
        tick("after").await;
    }
    first.len()
}

#[allow(dead_code)]
struct Nest {
    both: Pair,
    other: Log,
}

fn nest() -> Nest {
    Nest { both: pair("both"), other: log("other") }
}

#[visible_async]
async fn of_a_field(nest: Nest) -> usize {
    let mut first = log("first");
    tick("before").await;
    Pair { right: first, .. } = nest.both;
    tick("after").await;
    first.len()
}

#[visible_async]
async fn to_a_field(from: (Log, Log), mut both: Pair) -> usize {
    tick("before").await;
    (_, both.left) = from;
    tick("after").await;
    both.left.len()
}

#[visible_async]
async fn to_an_awaited_element(from: (Log, Log)) -> usize {
    let mut list = vec![log("first")];
    tick("before").await;
    (_, list[leaf("at", 0_usize).await]) = from;
    tick("after").await;
    list[0].len()
}

#[visible_async]
async fn of_a_box() -> usize {
    let both = Box::new((log("one"), log("two")));
    let mut first = log("first");
    tick("before").await;
    (first, _) = *both;
    tick("after").await;
    first.len()
}

#[visible_async]
async fn in_a_closure(both: (Log, Log)) -> usize {
    tick("before").await;
    let size = {
        let work = move || {
            let mut first = log("first");
            (first, _) = both;
            first.grow("+").len()
        };
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn in_a_block(both: (Log, Log)) -> usize {
    tick("before").await;
    let size = async move {
        let mut first = log("first");
        (first, _) = both;
        first.send("sent").await
    }
    .await;
    tick("after").await;
    size
}

#[visible_async]
async fn in_a_leaf(both: (Log, Log)) -> usize {
    let mut first = log("first");
    tick("before").await;
    let [size] = [match leaf("n", 1).await {
        1 if leaf("yes", true).await => {
            (first, _) = both;
            first.send("inside").await
        }
        n => n,
    }];
    tick("after").await;
    size + first.len()
}

#[visible_async]
async fn rest_used_later(both: (Log, Log)) -> usize {
    let mut first = log("first");
    tick("before").await;
    (first, _) = both;
    tick("after").await;
    first.len() + both.1.send("rest").await
}

#[visible_async]
async fn numbers(both: (usize, usize)) -> usize {
    let mut first = leaf("first", 3).await;
    tick("before").await;
    let before = first;
    (first, _) = both;
    tick("after").await;
    before + first + both.0
}

#[visible_async]
async fn put_back(mut both: (Log, Log)) -> usize {
    let mut first = log("first");
    tick("before").await;
    (first, _) = both;
    tick("between").await;
    both.0 = load("new").await;
    tick("after").await;
    first.grow("+").len() + both.0.len()
}

#[visible_async]
async fn name_of_the_users(both: (Log, Log)) -> usize {
    let mut assigned = log("first");
    tick("before").await;
    (assigned, _) = both;
    tick("after").await;
    assigned.grow("+").len()
}

#[visible_async]
async fn spare_of_an_operand_beside_a_discarded_value() -> usize {
    let mut row = log("row");
    (row, _) = ((log("a"), log("b")).0, load("c").await);
    tick("end").await;
    row.len()
}

#[visible_async]
async fn spare_of_an_operand_beside_the_old_value() -> usize {
    let (mut row, mut other) = (log("row"), log("other"));
    (row, other) = ((log("a"), log("b")).0, load("c").await);
    tick("end").await;
    row.len() + other.len()
}

#[visible_async]
async fn typed_and_the_rest_of_a_base(entry: Pair) -> usize {
    let spare: Pair = Pair {
        right: Pair { left: entry.right, right: entry.left }.left,
        ..Pair { right: load("five").await, left: log("six") }
    };
    tick("after").await;
    spare.left.len()
}
