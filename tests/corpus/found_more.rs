// Found in more published crates.
use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use visible_async_test_support::prelude::*;

cases! {
    macro_of_statements();
    awaiting_macro_of_statements();
    unwinds_on_one_path(false);
    unwinds_on_one_path(true);
    exits_on_one_path(log("held"));
    name_and_moved_value(true);
    name_and_moved_value(false);
    saved_block_with_a_macro();
    saved_closure_with_a_macro();
    constructors_by_mutable_reference();
    borrowing_arm_beside_moving_arms("good");
    borrowing_arm_beside_moving_arms("bad");
    borrowing_arm_beside_moving_arms("worse");
    borrowing_arm_in_native_code(true);
    borrowing_arm_in_native_code(false);
    coerced_in_a_branch(true);
    coerced_in_a_branch(false);
    coerced_in_arms(Some(log("some")));
    coerced_in_arms(None);
    coerced_by_its_type(true);
    coerced_by_its_type(false);
    pinned_receiver();
}

#[visible_async]
async fn macro_of_statements() -> usize {
    let held = load("held").await;
    {
        compared!(held.len(), 4);
    }
    tick("first").await;
    compared!(held.name().len(), held.len());
    held.finish()
}

macro_rules! checked_twice {
    ($held:ident, $size:expr) => {
        $held.touch("first");
        tick("first").await;
        assert_eq!($held.len(), $size);
        tick("second").await;
        $held.touch("second");
    };
}

#[visible_async]
async fn awaiting_macro_of_statements() -> usize {
    let held = load("held").await;
    tick("before").await;
    checked_twice!(held, 4);
    tick("after").await;
    held.len()
}

struct Ticket(Log);
impl Ticket {
    fn settle(self, how: &str) {
        self.0.touch(how);
    }
}

#[visible_async]
async fn unwinds_on_one_path(panics: bool) -> usize {
    let ticket = Ticket(load("ticket").await);
    let made = match catch_unwind(AssertUnwindSafe(|| if panics { panic!("made") } else { log("made") })) {
        Ok(made) => made,
        Err(payload) => {
            ticket.settle("panicked");
            resume_unwind(payload)
        }
    };
    let size = made.send("x").await;
    ticket.settle("done");
    tick("end").await;
    size
}

#[visible_async]
async fn exits_on_one_path(held: Log) -> usize {
    tick("first").await;
    if held.len() > 100 {
        let _ = held.finish();
        std::process::exit(2);
    }
    tick("second").await;
    held.len()
}

#[allow(dead_code)]
#[derive(Debug)]
enum Failure {
    Refused(Option<AppError>),
    Gone(Option<AppError>),
}

macro_rules! failure {
    ($kind:ident) => {
        Failure::$kind(None)
    };
    ($kind:ident, $source:expr) => {
        Failure::$kind(Some($source.into()))
    };
}

#[visible_async]
async fn name_and_moved_value(refused: bool) -> Result<usize, Failure> {
    let Err(error) = fail("source", true).await else { return Err(failure!(Gone)) };
    tick("failed").await;
    if refused { Err(failure!(Refused, error)) } else { Err(failure!(Gone)) }
}

#[visible_async]
async fn saved_block_with_a_macro() -> usize {
    let mut held = load("held").await;
    let block = async {
        compared!(held.grow("+").len(), 5);
        load("inside").await.len()
    };
    tick("made").await;
    let size = block.await;
    size + held.len()
}

#[visible_async]
async fn saved_closure_with_a_macro() -> usize {
    let (mut held, mut rounds) = (load("held").await, 0);
    std::future::poll_fn(|cx| {
        compared!(held.grow("+").len(), rounds);
        rounds += 1;
        if rounds < 3 {
            cx.waker().wake_by_ref();
            return std::task::Poll::Pending;
        }
        std::task::Poll::Ready(())
    })
    .await;
    held.len()
}

#[derive(Debug)]
struct Handler;
impl Handler {
    async fn handle(&mut self, what: &str) -> usize {
        load(what).await.len()
    }
}
impl Drop for Handler {
    fn drop(&mut self) {
        event("drop handler");
    }
}

async fn handled(handler: &mut Handler, last: &mut Option<Log>) -> usize {
    let size = handler.handle("handled").await;
    *last = Some(log("last"));
    size
}

#[visible_async]
async fn constructors_by_mutable_reference() -> usize {
    let held = log("held");
    let size = handled(&mut Handler, &mut None).await + 1;
    let more = handled(&mut Handler, &mut Some(load("old").await)).await;
    tick("between").await;
    size + more + held.len()
}

async fn prepare(name: &str) -> Result<Log, Log> {
    let made = load(name).await;
    if name == "good" { Ok(made) } else { Err(made) }
}

#[visible_async]
async fn borrowing_arm_beside_moving_arms(name: &str) -> Result<usize, Log> {
    let made = match prepare(name).await {
        Ok(made) => made,
        Err(ref error) if error.len() == 3 => {
            tick("again").await;
            error.touch("borrowed");
            prepare("good").await?
        }
        Err(error) => return Err(error),
    };
    tick("end").await;
    Ok(made.finish())
}

#[visible_async]
async fn borrowing_arm_in_native_code(fails: bool) -> usize {
    let held = log("held");
    let made = fail("made", fails).await;
    tick("made").await;
    let size = match made {
        Ok(made) => made.finish(),
        Err(ReadError(ref cause)) => cause.len() + held.len(),
    };
    tick("end").await;
    size
}

#[visible_async]
async fn coerced_in_a_branch(ready: bool) -> Result<usize, Box<dyn Error>> {
    let held = log("held");
    if ready { Ok(held.send("x").await) } else { Err(Box::new(std::fmt::Error)) }
}

#[visible_async]
async fn coerced_in_arms(given: Option<Log>) -> Box<dyn std::fmt::Debug> {
    match given {
        None => Box::new("none"),
        Some(given) => {
            let size = given.send("x").await;
            Box::new((given, size))
        }
    }
}

#[visible_async]
async fn coerced_by_its_type(ready: bool) -> usize {
    let held = log("held");
    let shown: Box<dyn std::fmt::Display> = if ready { Box::new(load("shown").await) } else { Box::new("nothing") };
    tick("made").await;
    shown.to_string().len() + held.len()
}

struct Counter(Log, usize);
impl Counter {
    fn project(self: Pin<&mut Self>) -> (&mut Log, &mut usize) {
        let this = self.get_mut();
        (&mut this.0, &mut this.1)
    }

    #[visible_async]
    async fn advance(self: Pin<&mut Self>, by: usize) -> usize {
        tick("ready").await;
        let (log, count) = self.project();
        *count += by;
        log.send("advance").await + *count
    }

    #[visible_async]
    async fn advance_by_one(self: Pin<&mut Self>) -> usize {
        event("by one");
        self.advance(1).await
    }
}

#[visible_async]
async fn pinned_receiver() -> usize {
    let mut counter = pin!(Counter(log("counter"), 0));
    let first = counter.as_mut().advance(2).await;
    first + counter.as_mut().advance_by_one().await
}
