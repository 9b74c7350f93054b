//! One function that awaits one leaf, as each crate wants it written, and what it needs around it.
use async_backtrace::framed;
use await_tree::{Config, InstrumentAwait, Registry};
use coroutine_state::coroutine_state;
use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use tracing::instrument;
use visible_async::{VisibleFuture, visible_async};

use super::leaf::{Countdown, mix, pause};

/// The leaf: pending once.
fn leaf() -> Countdown {
    pause(1)
}

async fn plain(id: u64) -> u64 {
    let key = id + 1;
    let value = leaf().await;
    mix(key, value)
}

#[visible_async]
async fn visible(id: u64) -> u64 {
    let key = id + 1;
    let value = leaf().await;
    mix(key, value)
}

#[framed]
async fn in_a_frame(id: u64) -> u64 {
    let key = id + 1;
    let value = leaf().await;
    mix(key, value)
}

async fn in_a_tree(id: u64) -> u64 {
    let key = id + 1;
    let value = leaf().instrument_await("leaf").await;
    mix(key, value)
}

#[instrument]
async fn in_a_span(id: u64) -> u64 {
    let key = id + 1;
    let value = leaf().await;
    mix(key, value)
}

/// A way to see where the function is.
pub struct Form {
    pub name: &'static str,
    /// The cells of the README's table: which await, locals, children, what may follow, what it wants of the code.
    pub shows: [&'static str; 5],
    pub bytes: usize,
    /// Calls the function once, and polls it to its end.
    pub call: fn(u64) -> u64,
    /// What has to be there around it is set up before this runs, and outside what is measured.
    pub around: fn(&mut dyn FnMut()),
    /// What is to be seen where it waits.
    pub seen: fn() -> String,
}

const NOTHING: [&str; 5] = ["", "", "", "", ""];
const OURS: [&str; 5] = [
    "text, file, line, column",
    "names, types, sizes, values",
    "machines in machines",
    "states and ways, before it runs",
    "an attribute",
];

/// All of them; the one that leaves a subscriber behind is the last.
pub fn all() -> impl Iterator<Item = Form> {
    rustc_and_ours().into_iter().chain(with_trees()).chain(with_spans())
}

/// What the future itself tells whoever has it.
fn rustc_and_ours() -> [Form; 4] {
    [
        Form {
            name: "rustc's own",
            shows: NOTHING,
            bytes: size(plain),
            call: |id| drive(plain(id), |_| ()),
            around: bare,
            seen: String::new,
        },
        Form {
            name: "visible-async, not looked at",
            shows: OURS,
            bytes: size(visible),
            call: |id| drive(visible(id), |_| ()),
            around: bare,
            seen: || resting(visible(3), |machine| format!("{machine:#?}")),
        },
        Form {
            name: "visible-async, `state()` where it waits",
            shows: OURS,
            bytes: size(visible),
            call: |id| drive(visible(id), |machine| looked(machine.state())),
            around: bare,
            seen: || resting(visible(3), |machine| format!("{}", machine.state())),
        },
        Form {
            name: "coroutine-state 0.1.0, `coroutine_state(&f)` where it waits",
            shows: ["its number", "", "", "", "nothing"],
            bytes: size(plain),
            call: |id| drive(plain(id), |future| looked(coroutine_state(future))),
            around: bare,
            seen: || resting(plain(3), |future| format!("{:?}", coroutine_state(future))),
        },
    ]
}

/// What keeps a tree of futures beside them.
fn with_trees() -> [Form; 2] {
    [
        Form {
            name: "async-backtrace 0.2.7",
            shows: ["file and line of the function", "", "frames in frames", "", "an attribute"],
            bytes: size(in_a_frame),
            call: |id| drive(in_a_frame(id), |_| ()),
            around: in_a_root_frame,
            seen: || resting(async_backtrace::frame!(in_a_frame(3)), |_| async_backtrace::taskdump_tree(true)),
        },
        Form {
            name: "await-tree 0.3.1",
            shows: [
                "the text that you give, and since when",
                "what you format into it",
                "awaits in awaits",
                "",
                "a call at each await, a root",
            ],
            bytes: size(in_a_tree),
            call: |id| drive(in_a_tree(id), |_| ()),
            around: in_a_root,
            seen: seen_in_a_tree,
        },
    ]
}

/// What tells a subscriber.
fn with_spans() -> [Form; 2] {
    [
        Form {
            name: "tracing 0.1.44, no subscriber",
            shows: ["", "", "", "", "an attribute"],
            bytes: size(in_a_span),
            call: |id| drive(in_a_span(id), |_| ()),
            around: bare,
            seen: String::new,
        },
        Form {
            name: "tracing 0.1.44, a `Registry`",
            shows: [
                "file and line of the function",
                "arguments, as they were",
                "spans in spans",
                "",
                "an attribute, a subscriber",
            ],
            bytes: size(in_a_span),
            call: |id| drive(in_a_span(id), |_| ()),
            around: under_a_subscriber,
            seen: seen_in_spans,
        },
    ]
}

/// The bytes of a future.
fn size<F>(make: impl FnOnce(u64) -> F) -> usize {
    size_of_val(&make(3))
}

/// Polls a future to its end by a reference that the compiler can't see through, and looks at it where it waits.
#[inline(always)]
fn drive<F: Future<Output = u64>>(future: F, look: impl Fn(&F)) -> u64 {
    let mut future = pin!(future);
    let cx = &mut Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = black_box(future.as_mut()).poll(cx) {
            return value;
        }
        look(&future);
    }
}

/// It was not looked at for nothing.
#[inline(always)]
fn looked<T>(seen: T) {
    black_box(seen);
}

/// What is to be seen of a future that waits.
fn resting<F: Future<Output = u64>>(future: F, look: impl FnOnce(&F) -> String) -> String {
    let mut future: Pin<&mut F> = pin!(future);
    assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    look(&future)
}

fn bare(run: &mut dyn FnMut()) {
    run();
}

fn in_a_root_frame(run: &mut dyn FnMut()) {
    let root = async {
        run();
        0
    };
    drive(async_backtrace::frame!(root), |_| ());
}

fn in_a_root(run: &mut dyn FnMut()) {
    let root = async {
        run();
        0
    };
    drive(Registry::new(Config::default()).register((), "root").instrument(root), |_| ());
}

fn seen_in_a_tree() -> String {
    let registry = Registry::new(Config::default());
    let root = registry.register((), "root");
    resting(root.instrument(in_a_tree(3)), |_| registry.get(()).expect("a tree").to_string())
}

fn under_a_subscriber(run: &mut dyn FnMut()) {
    // The second time it is there already.
    let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry());
    run();
}

/// What a subscriber can tell: a span begins, is entered, is left.
fn seen_in_spans() -> String {
    use std::sync::{Arc, Mutex};
    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("not poisoned").extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let lines = Lines::default();
    let written = lines.clone();
    let writer = move || lines.clone();
    let events = tracing_subscriber::fmt::format::FmtSpan::ACTIVE;
    let subscriber =
        tracing_subscriber::fmt().with_span_events(events).without_time().with_ansi(false).with_writer(writer).finish();
    tracing::subscriber::with_default(subscriber, || {
        resting(in_a_span(3), |_| String::from_utf8_lossy(&written.0.lock().expect("not poisoned")).into_owned())
    })
}
