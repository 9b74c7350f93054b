// Inference and coercions, continued: operands of await, two-phase borrows, auto-deref, literals.
use std::future::IntoFuture;
use visible_async_test_support::prelude::*;

cases! {
    array_by_its_pattern();
    array_beside_a_rest();
    into_future_types();
    futures_in_operand_forms(true);
    two_phase_with_wait();
    index_then_wait();
    numeric_literals();
    auto_deref_methods();
    consuming_trait_method();
    reborrow_of_box();
    infer_from_closure();
    result_known_by_question(true);
    empty_collections();
    reference_patterns();
    tuple_struct_functions();
    never_coerces(true);
    returned_match_is_coerced(0);
    returned_match_is_coerced(1);
}

struct Query {
    text: Log,
    limit: usize,
}

impl Query {
    fn new(name: &str) -> Self {
        Self { text: log(name), limit: 1 }
    }

    fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }
}

impl IntoFuture for Query {
    type Output = usize;
    type IntoFuture = Leaf<usize>;

    fn into_future(self) -> Leaf<usize> {
        event(format!("into_future {}", self.text));
        leaf("query", self.limit)
    }
}

#[visible_async]
async fn into_future_types() -> usize {
    let held = log("held");
    let first = Query::new("q1").limit(3).await;
    let query = Query::new("q2");
    tick("wait").await;
    first + query.await + held.len()
}

#[visible_async]
async fn futures_in_operand_forms(flag: bool) -> usize {
    let a = log("a");
    let first = (if flag { leaf("yes", 1) } else { leaf("no", 2) }).await;
    let mut boxed = Box::pin(a.send("x"));
    let second = (&mut boxed).await;
    let third = { leaf("block", 3) }.await;
    let fourth = match flag {
        true => leaf("arm", 4),
        false => leaf("other", 5),
    }
    .await;
    let call: fn(&'static str, usize) -> Leaf<usize> = leaf;
    first + second + third + fourth + (call)("pointer", 6).await + -(leaf("n", -1_i32).await) as usize
}

#[visible_async]
async fn two_phase_with_wait() -> Vec<usize> {
    let mut list = vec![1, 2];
    list.push(leaf("n", list.len()).await);
    list.insert(0, list.len());
    let held = log("held");
    list.extend([held.len(), leaf("last", 9).await]);
    list
}

#[visible_async]
async fn index_then_wait() -> usize {
    let mut table = vec![vec![log("a")], vec![log("b"), log("c")]];
    let size = table[1][leaf("at", 1_usize).await].send("x").await;
    table[0].push(load("d").await);
    table[ev("row", 0)][1].fill("+").await;
    size + table.iter().flatten().map(Log::len).sum::<usize>()
}

#[visible_async]
async fn numeric_literals() -> (i64, f64, u8, char) {
    let held = log("held");
    let big = -0x7f_i64;
    let half = 0.5;
    let byte = b'a';
    tick("wait").await;
    (big - leaf("one", 1).await, half * 2.0 + held.len() as f64, byte + 1, '\u{e9}')
}

#[visible_async]
async fn auto_deref_methods() -> usize {
    let shared = std::sync::Arc::new(Box::new(load("deep").await));
    let view = &&shared;
    tick("wait").await;
    let size = view.len() + shared.send("x").await;
    let mut slot = Box::new(Some(log("slot")));
    let taken = slot.take();
    tick("taken").await;
    size + taken.map_or(0, |value| value.finish()) + usize::from(slot.is_none())
}

trait Run {
    fn run(self) -> usize;
    fn look(&self) -> usize;
    fn go(self) -> Leaf<usize>;
}

impl Run for Log {
    fn run(self) -> usize {
        event("run");
        self.len()
    }
    fn look(&self) -> usize {
        self.len()
    }
    fn go(self) -> Leaf<usize> {
        leaf("go", self.len())
    }
}

#[visible_async]
async fn consuming_trait_method() -> usize {
    let (a, b, c) = (log("a"), load("b").await, log("c"));
    let first = a.look() + { a }.run();
    tick("one").await;
    let second = Run::run(b);
    tick("two").await;
    first + second + { c }.go().await
}

#[visible_async]
async fn reborrow_of_box() -> Log {
    let mut boxed = Box::new(log("b"));
    boxed.fill("1").await;
    let inner = &mut *boxed;
    inner.fill("2").await;
    boxed.as_mut().grow("3");
    *boxed = load("fresh").await;
    tick("wait").await;
    *boxed
}

#[visible_async]
async fn infer_from_closure() -> usize {
    let held = log("held");
    let measure = |value, more| Log::len(value) + more;
    tick("wait").await;
    let first = measure(&held, 1);
    first + measure(&load("x").await, takes(2))
}

fn takes(n: u8) -> usize {
    usize::from(n)
}

#[visible_async]
async fn result_known_by_question(good: bool) -> Result<usize, AppError> {
    let result = if good { Ok(load("good").await) } else { Err(log("bad")) };
    tick("wait").await;
    let value = result?;
    let checked = Ok::<_, ReadError>(value.len());
    tick("more").await;
    Ok(checked?)
}

#[visible_async]
async fn empty_collections() -> usize {
    let none: Option<Log> = None;
    let list: [Log; 0] = [];
    let text = String::new();
    tick("wait").await;
    let unit = ();
    tick("more").await;
    let () = unit;
    none.map_or(0, Log::finish) + list.len() + text.len()
}

#[visible_async]
async fn reference_patterns() -> usize {
    let numbers = vec![1_usize, 2, 3];
    let &first = &numbers[0];
    let ref held = log("held");
    let &[a, ..] = &[4_usize, 5];
    tick("wait").await;
    let total: usize = numbers.iter().map(|&n| n).filter(|&n| n > first).sum();
    for &n in &numbers {
        tick("each").await;
        event(n.to_string());
    }
    total + a + held.len()
}

#[derive(Debug)]
struct Wrapped(Log, usize);

#[visible_async]
async fn tuple_struct_functions() -> usize {
    let list: Vec<Wrapped> = vec![Wrapped(load("a").await, 1), Wrapped(log("b"), leaf("two", 2).await)];
    let somes: Vec<_> = list.into_iter().map(Some).collect();
    tick("wait").await;
    let Some(Wrapped(name, n)) = somes.into_iter().flatten().next() else {
        return 0;
    };
    name.send("x").await + n
}

#[visible_async]
async fn never_coerces(go: bool) -> usize {
    let held = log("held");
    let size: usize = if go { held.send("x").await } else { return 0 };
    let other: Log = match size {
        0 => panic!("empty"),
        1..=9 => load("other").await,
        _ => loop {
            tick("forever").await;
        },
    };
    size + other.len()
}

// The value of `return` becomes what the function returns in each arm.
#[visible_async]
async fn returned_match_is_coerced(which: u8) -> Box<dyn std::fmt::Debug> {
    return match which {
        0 => {
            let _held = log("held");
            tick("first").await;
            Box::new("first")
        }
        _ => Box::new(which),
    };
}

// The pattern tells the length, and what is done with its parts the type.
#[visible_async]
async fn array_by_its_pattern() -> usize {
    let [first, second] = vec![load("a").await, log("b")].try_into().unwrap();
    tick("wait").await;
    let first: Log = first;
    first.len() + second.len()
}

// Found by the generator: what is left of `Pair` dies after the first element, and after what is bound, if that panics.
#[visible_async]
async fn array_beside_a_rest() -> usize {
    let row = load("row").await;
    let [_, second] = [Pair { right: row, left: load("left").await }.left, {
        tick("wait").await;
        load("second").await
    }];
    tick("again").await;
    second.len()
}
