//! Annotated machines allocate nothing: a counting allocator watches them being made, polled, cancelled and dropped.
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use visible_async::{VisibleFuture, visible_async};

thread_local! {
    // Per thread: other tests, and the test runner, allocate at the same time.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: all is left to the system's allocator; the counter does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller's contract.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Pending a number of times, then ready with a number.
struct Wait(u32);

impl Future for Wait {
    type Output = u32;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        if self.0 == 0 {
            return Poll::Ready(1);
        }
        self.0 -= 1;
        Poll::Pending
    }
}

/// Makes the future anew for each number of polls until it ends within them, and drops it; returns the allocations and the polls.
fn allocations<F: Future>(make: impl Fn() -> F) -> (usize, usize) {
    let before = ALLOCATIONS.get();
    let cx = &mut Context::from_waker(Waker::noop());
    for polls in 0.. {
        let mut future = pin!(make());
        if (0..polls).any(|_| future.as_mut().poll(cx).is_ready()) {
            return (ALLOCATIONS.get() - before, polls);
        }
    }
    unreachable!("a future that does not end")
}

const fn wait(polls: u32) -> Wait {
    Wait(polls)
}

#[track_caller]
fn allocates_nothing<F: Future>(polls: usize, make: impl Fn() -> F) {
    assert_eq!(allocations(make), (0, polls), "allocations, and polls to the end");
}

#[test]
fn the_counter_counts() {
    let (count, _) = allocations(|| Box::pin(wait(2)));
    assert_eq!(count, 4);
}

#[visible_async]
async fn straight(n: u32) -> u32 {
    let a = wait(n).await;
    let b = wait(n).await + a;
    let c = wait(0).await + b;
    a + b + c
}

#[test]
fn straight_line() {
    allocates_nothing(5, || straight(2));
    allocates_nothing(1, || straight(0));
}

#[visible_async]
async fn looping(n: u32) -> u32 {
    let mut sum = 0;
    for i in 0..n {
        sum += wait(i).await;
        while sum % 2 == 1 {
            sum += wait(1).await;
        }
    }
    sum
}

#[test]
fn loops() {
    allocates_nothing(11, || looping(4));
}

#[visible_async]
async fn borrowing(mut words: [u32; 16]) -> Result<u32, u32> {
    let (left, right) = words.split_at_mut(8);
    let first = &mut left[0];
    *first += wait(1).await;
    for (a, b) in left.iter_mut().zip(right.iter()) {
        *a += checked(b).await?;
    }
    Ok(words.iter().sum())
}

#[visible_async]
async fn checked(word: &u32) -> Result<u32, u32> {
    let one = wait(1).await;
    if *word > 100 { Err(*word) } else { Ok(word + one) }
}

#[test]
fn borrows_and_early_returns() {
    allocates_nothing(10, || borrowing([1; 16]));
    allocates_nothing(3, || borrowing([101; 16]));
}

#[visible_async]
async fn outer(n: u32) -> u32 {
    middle(n).await + middle(n + 1).await
}

#[visible_async]
async fn middle(n: u32) -> u32 {
    match n % 2 {
        0 => straight(n).await,
        _ => looping(n).await,
    }
}

#[test]
fn nested() {
    allocates_nothing(11, || outer(2));
}

#[visible_async]
async fn closures(n: u32) -> u32 {
    let add = move |m: u32| async move { wait(n).await + m };
    let first = add(1).await;
    add(first).await
}

#[test]
fn closures_and_async_blocks() {
    allocates_nothing(5, || closures(2));
}

/// Takes what is written.
struct Written(usize);

impl std::fmt::Write for Written {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

#[test]
fn diagrams_are_written_without() {
    #[visible_async]
    async fn wait(n: u32) -> u32 {
        Wait(n).await
    }

    let machine = wait(1);
    let before = ALLOCATIONS.get();
    let mut written = Written(0);
    let diagram = machine.description().diagram().at(machine.state());
    let result = std::fmt::write(&mut written, format_args!("{}{}{}", diagram.table(), diagram.mermaid(), diagram.dot()));
    assert_eq!(ALLOCATIONS.get(), before);
    assert!(result.is_ok() && written.0 > 0);
}
