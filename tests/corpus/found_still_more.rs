// Found in still more published crates, and by the generator.
use futures::FutureExt;
use visible_async_test_support::prelude::*;

cases! {
    predicates(0);
    predicates(1);
    predicates(2);
    predicates(3);
    written_by_an_awaited_macro(log("shown"));
    chosen_by_a_macro(log("shown"));
    name_of_another_method(log("gate"));
    block_of_a_closure(3);
    elements_are_coerced(7);
    message_in_a_loop(3);
    message_in_a_loop(9);
    message_in_a_block(3);
    message_in_a_block(9);
    captured_in_a_handler(true);
    captured_in_a_handler(false);
    assigned_in_a_handler(true);
    assigned_in_a_handler(false);
    assigned_in_the_only_handler();
    HookThenServe::serve(HookThenServe::made(log("made")), log("request"));
}

#[visible_async]
async fn predicates(n: usize) -> usize {
    #[cfg(windows)]
    let first = missing().await;
    #[cfg(not(windows))]
    let first = load("first").await;
    let size = match n {
        #[cfg(any())]
        0 => missing(first).await,
        #[cfg(all())]
        0 => tick("none").await,
        #[cfg(any(windows, all()))]
        1 => first.touch("one"),
        #[cfg(all(windows, unix))]
        2 => missing().await,
        #[cfg(target_pointer_width = "16")]
        3 => missing(),
        3 => first.touch(
            #[cfg(windows)]
            missing.field,
            #[cfg(not(windows))]
            log("argument").name(),
        ),
        _ => first.touch(&format!("{}", load("other").await)),
    };
    first.len()
}

struct Page(String);
impl Page {
    async fn write_fmt(&mut self, text: std::fmt::Arguments<'_>) -> Result<usize, Log> {
        tick("write").await;
        self.0.push_str(&text.to_string());
        if self.0.len() > 20 { Err(log("full")) } else { Ok(self.0.len()) }
    }
}

#[visible_async]
async fn written_by_an_awaited_macro(shown: Log) -> Result<usize, Log> {
    let mut page = Page(String::new());
    let first = write!(page, "{}:{shown}", log("temporary").len()).await?;
    tick("between").await;
    let second = writeln!(&mut page, "{first} {shown}").await?;
    Ok(first + second)
}

struct Gate(Log);
impl Gate {
    async fn filter(&self, first: &mut Log, second: &Log) -> bool {
        first.fill("+").await;
        self.0.len() < second.len() + first.len()
    }
}

#[visible_async]
async fn name_of_another_method(name: Log) -> usize {
    let gate = Gate(name);
    let mut first = log("first");
    assert!(gate.filter(&mut first, &log("second")).await);
    let opens = Gate(load("other").await).filter(&mut first, &log("third")).await;
    assert!(opens);
    tick("end").await;
    first.len()
}

trait Serve<Request> {
    async fn serve(self, request: Request) -> Result<usize, Log>;
}

trait Hook<Request> {
    async fn before(&mut self, request: &Request) -> Result<usize, Log>;
}

impl Hook<Log> for Log {
    async fn before(&mut self, request: &Log) -> Result<usize, Log> {
        Ok(self.fill(request.name()).await.len())
    }
}

impl Serve<Log> for Log {
    async fn serve(self, request: Log) -> Result<usize, Log> {
        Ok(self.send(request.name()).await)
    }
}

struct HookThenServe<Inner, Before> {
    inner: Inner,
    before: Before,
}

impl HookThenServe<Log, Log> {
    fn made(inner: Log) -> Self {
        HookThenServe { inner, before: log("before") }
    }
}

#[visible_async]
impl<Request, Inner: Serve<Request>, Before: Hook<Request>> Serve<Request> for HookThenServe<Inner, Before> {
    async fn serve(self, request: Request) -> Result<usize, Log> {
        let HookThenServe { inner, mut before } = self;
        let size = before.before(&request).await?;
        Ok(size + inner.serve(request).await?)
    }
}

async fn made_by<Fut: std::future::Future<Output = usize>>(make: impl FnOnce() -> Fut) -> usize {
    tick("make").await;
    make().await
}

#[visible_async]
async fn block_of_a_closure(most: usize) -> usize {
    let name = load("name").await;
    let kept = log("kept");
    let size = made_by(|| async {
        let name = log(name.name().to_owned() + kept.name());
        name.len().min(most)
    })
    .await;
    let more = made_by(|| async {
        tick("inside").await;
        name.finish() + most
    })
    .await;
    size + more + kept.len()
}

async fn shown(all: &[&(dyn std::fmt::Debug + Sync)]) -> usize {
    tick("shown").await;
    all.iter().map(|each| format!("{each:?}").len()).sum()
}

#[visible_async]
async fn elements_are_coerced(number: u32) -> usize {
    let name = load("name").await;
    let size = shown(&[&number, &name]).await;
    tick("between").await;
    let more = shown(&[&log("temporary"), &load("other").await]).await;
    size + more + name.len()
}

#[allow(unused_macros, reason = "what is chosen has no macro left")]
macro_rules! cfg_if {
    (if #[cfg($first:meta)] { $($then:tt)* } else if #[cfg($second:meta)] { $($other:tt)* } else { $($last:tt)* }) => {
        #[cfg($first)]
        same! { $($then)* }
        #[cfg(all(not($first), $second))]
        same! { $($other)* }
        #[cfg(not(any($first, $second)))]
        same! { $($last)* }
    };
}

#[allow(unused_macros, reason = "what is chosen has no macro left")]
macro_rules! same {
    ($($tokens:tt)*) => { $($tokens)* };
}

#[visible_async]
async fn chosen_by_a_macro(shown: Log) -> usize {
    if shown.len() > 10 {
        return shown.len();
    }
    cfg_if! {
        if #[cfg(windows)] {
            missing(shown).await
        } else if #[cfg(not(windows))] {
            let first = load("first").await;
            first.finish() + shown.send("sent").await
        } else {
            missing(shown)
        }
    }
}

// The message of an assertion ends the function, but is not evaluated each time round.
#[visible_async]
async fn message_in_a_loop(n: usize) -> Log {
    let mut pair = pair("pair");
    tick("first").await;
    for each in 0..n {
        assert!(each < 4, "{}", pair.left.grow("!").name());
    }
    pair.left
}

#[visible_async]
async fn message_in_a_block(n: usize) -> Log {
    let mut pair = pair("pair");
    tick("first").await;
    {
        assert_ne!(n, 9, "{}", pair.left.grow("!").name());
    }
    pair.left
}

// Only rustc knows that the number is copied; what the handler binds goes to the block as well.
#[visible_async]
async fn captured_in_a_handler(early: bool) -> usize {
    let number = measured(&log("number"));
    futures::select_biased! {
        head = Box::pin(load("head")).fuse() => {
            let made = std::pin::pin!(async {
                if early {
                    drop(head);
                    return number;
                }
                tick("made").await;
                number
            });
            tick("in").await;
            event(format!("{}", made.await));
        }
        n = Box::pin(leaf("n", 1_usize)).fuse() => event("n"),
    }
    tick("end").await;
    1
}

fn measured(value: &Log) -> usize {
    value.len()
}

// One of the handlers runs: what both assign, or one that goes on, is moved before.
#[visible_async]
async fn assigned_in_a_handler(stays: bool) -> usize {
    let mut text = log("text");
    let moved = text;
    'search: {
        futures::select_biased! {
            () = Box::pin(pause(stays)).fuse() => text = moved,
            _ = Box::pin(load("second")).fuse() => break 'search,
        }
        tick("found").await;
        return text.len();
    }
    tick("end").await;
    1
}

#[visible_async]
async fn assigned_in_the_only_handler() -> usize {
    let mut text = log("text");
    let moved = text;
    futures::select_biased! {
        more = Box::pin(load("more")).fuse() => text = moved.with(more.name()),
    }
    tick("end").await;
    text.len()
}

async fn pause(never: bool) {
    if never {
        std::future::pending().await
    }
}
