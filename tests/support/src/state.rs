//! The index of the state that a future is in.
use coroutine_state::{CoroutineState, coroutine_state};
use std::future::Future;
use visible_async::VisibleFuture;

/// Of rustc's future: 0 unresumed, 1 returned, 2 panicked, 3 and up the suspension points in source order.
pub fn of_plain<F: Future>(future: &F) -> Option<u32> {
    Some(match coroutine_state(future) {
        CoroutineState::Unresumed => 0,
        CoroutineState::Returned => 1,
        CoroutineState::Panicked => 2,
        CoroutineState::Suspend(index) => 3 + index,
    })
}

/// Of ours; of a machine that is rustc's own after all, none.
pub fn of_visible<F: VisibleFuture>(future: &F) -> Option<u32> {
    let state = future.state();
    (state.name != "Opaque").then_some(u32::from(state.index))
}

/// Of a future that the attribute did not make, or that it had to wrap in an async block of rustc's.
pub fn unseen<F: Future>(_: &F) -> Option<u32> {
    None
}
