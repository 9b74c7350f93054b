//! Every shape of signature, under each edition: `tests/signatures.rs` and the crates `tests/signatures-*` include this.
//! What counts is that it compiles without a warning; each case also runs.
#![allow(clippy::let_and_return, clippy::await_holding_refcell_ref)]
use futures::executor::block_on;
use std::fmt::{Debug, Display};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use visible_async::{VisibleFuture, visible_async};

/// The future is one of ours, with the output that was declared.
fn run<F: VisibleFuture>(future: F) -> F::Output {
    block_on(future)
}

/// So is this, and another thread may have it.
fn run_send<F: VisibleFuture + Send>(future: F) -> F::Output {
    block_on(future)
}

/// Suspends once.
async fn pause() {
    let mut pending = true;
    futures::future::poll_fn(|cx| {
        cx.waker().wake_by_ref();
        if std::mem::take(&mut pending) { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await
}

#[path = "closures.rs"]
mod closures;
#[path = "free.rs"]
mod free;
#[path = "generic.rs"]
mod generic;
#[path = "lifetimes.rs"]
mod lifetimes;
#[path = "methods.rs"]
mod methods;
#[path = "passed_on.rs"]
mod passed_on;
#[path = "scopes.rs"]
mod scopes;
