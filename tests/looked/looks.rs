//! Runs machines, and looks at them wherever they rest.
use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use visible_async::{VisibleFuture, visible_async};

/// Pending once.
pub struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

pub fn pause() -> Pause {
    Pause(false)
}

/// Each local that is seen, each time the machine rests, with its value: `n = 1`; but for the awaited future.
pub fn looks<F: VisibleFuture>(future: F) -> (Vec<String>, F::Output) {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    let mut seen = Vec::new();
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return (seen, output);
        }
        let mut here = Vec::new();
        future.locals(&mut |local| {
            if !local.awaited {
                here.push(format!("{} = {:?}", local.name, local.value));
            }
        });
        // The tree as well, with what is awaited.
        let _ = format!("{future:?} {future:#?}");
        seen.push(here.join(", "));
    }
}

/// What is seen of the machine is this.
macro_rules! sees {
    ($future:expr, [$($look:literal),* $(,)?]) => {{
        let (seen, output) = looks($future);
        assert_eq!(seen, [$($look),*]);
        output
    }};
}
pub(crate) use sees;

pub async fn add(list: &mut Vec<u8>, n: u8) {
    pause().await;
    list.push(n);
}

#[visible_async]
pub async fn add_visibly(list: &mut Vec<u8>, n: u8) {
    pause().await;
    list.push(n);
    pause().await;
}
