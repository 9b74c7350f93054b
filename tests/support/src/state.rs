//! The index of the state that a future is in.
use coroutine_state::{CoroutineState, coroutine_state};
use std::future::Future;

/// Of rustc's future: 0 unresumed, 1 returned, 2 panicked, 3 and up the suspension points in source order.
pub fn of_plain<F: Future>(future: &F) -> Option<u32> {
    Some(match coroutine_state(future) {
        CoroutineState::Unresumed => 0,
        CoroutineState::Returned => 1,
        CoroutineState::Panicked => 2,
        CoroutineState::Suspend(index) => 3 + index,
    })
}

/// Of ours. Not known yet: to be filled in when the attribute gives a state machine that tells.
pub fn of_visible<F: Future>(_future: &F) -> Option<u32> {
    None
}
