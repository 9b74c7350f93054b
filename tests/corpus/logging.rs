// tracing's macros: what their fields and texts name.
use std::fmt::Debug;
use tracing::{
    Event, Id, Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::set_default,
};
use tracing::{Level, debug, error, info, info_span, trace, warn};
use visible_async_test_support::prelude::*;

cases! {
    shorthand();
    named_fields();
    text_captures();
    spans();
    of_self();
    in_closures();
    with_target();
    in_match_arm(Some(3));
    moved_afterwards();
}

/// Writes what is recorded into the log of events.
struct Recorder;

struct Writer;

impl Visit for Writer {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        event(format!("{} = {value:?}", field.name()));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &span::Attributes<'_>) -> Id {
        event(format!("span {}", span.metadata().name()));
        span.record(&mut Writer);
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &span::Record<'_>) {
        values.record(&mut Writer);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        event.record(&mut Writer);
    }
    fn enter(&self, _: &Id) {
        event("enter");
    }
    fn exit(&self, _: &Id) {
        event("exit");
    }
}

#[visible_async]
async fn shorthand() -> usize {
    let _recorder = set_default(Recorder);
    let (name, size) = (load("name").await, 3);
    tick("wait").await;
    debug!(?name);
    debug!(%name, size, "both");
    trace!(size, ?name, %size, "again {}", name.len());
    tick("after").await;
    name.len() + size
}

#[visible_async]
async fn named_fields() -> usize {
    let _recorder = set_default(Recorder);
    let (name, size) = (load("name").await, 3);
    tick("wait").await;
    info!(name = size, size = ?name, "names of others");
    info!(request.size = size + 1, "http.name" = %name, other = name.len());
    tick("after").await;
    name.len() + size
}

#[visible_async]
async fn text_captures() -> usize {
    let _recorder = set_default(Recorder);
    let (name, size) = (load("name").await, 3);
    tick("wait").await;
    warn!("{name} has {size:>4}");
    warn!(?size, "{name} {} {other}", name.len(), other = size);
    tracing::event!(Level::INFO, size, ?name, "{size}");
    tick("after").await;
    name.len() + size
}

#[visible_async]
async fn spans() -> usize {
    let _recorder = set_default(Recorder);
    let (name, size) = (load("name").await, 3);
    tick("wait").await;
    let span = info_span!("work", size, ?name, twice = size * 2);
    let sum = span.in_scope(|| name.len() + size);
    tick("after").await;
    sum
}

struct Server {
    address: Log,
    port: u16,
}

impl Server {
    #[visible_async]
    pub async fn accept(&self, peer: Log) -> usize {
        tick("wait").await;
        info!(%self.address, self.port, ?peer, "accepted by {}", self.port);
        peer.send("hello").await
    }
}

#[visible_async]
async fn of_self() -> usize {
    let _recorder = set_default(Recorder);
    let server = Server { address: log("here"), port: 80 };
    let size = server.accept(log("peer")).await;
    error!(server.port, %server.address, "closed");
    tick("after").await;
    size + usize::from(server.port)
}

#[visible_async]
async fn in_closures() -> usize {
    let _recorder = set_default(Recorder);
    let name = load("name").await;
    let describe = |n: usize| debug!(?name, n, "in a closure");
    describe(1);
    tick("wait").await;
    describe(2);
    async {
        info!(?name, "in a block");
        tick("inside").await;
    }
    .await;
    name.len()
}

#[visible_async]
async fn with_target() -> usize {
    let _recorder = set_default(Recorder);
    let name = load("name").await;
    tick("wait").await;
    info!(target: "server", ?name, "started");
    info!(target: "server", "{name}");
    tick("after").await;
    name.len()
}

#[visible_async]
async fn in_match_arm(value: Option<usize>) -> usize {
    let _recorder = set_default(Recorder);
    let held = load("held").await;
    match leaf("value", value).await {
        Some(n) => warn!(n, %held),
        None => error!(?held, "none"),
    }
    tick("after").await;
    held.len()
}

#[visible_async]
async fn moved_afterwards() -> usize {
    let _recorder = set_default(Recorder);
    let value = load("value").await;
    tick("wait").await;
    info!(?value, "about to go");
    drop(value);
    tick("after").await;
    1
}
