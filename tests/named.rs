//! `#[visible_async(enum = Name)]`: the enum of a function's states, and its locals by name.
use std::{
    fmt::Debug,
    future::ready,
    pin::{Pin, pin},
    task::{Context, Waker},
};

use futures::{FutureExt, pending};
use visible_async::{LocalError, Owns, StateInfo, View, Visible, VisibleFuture, visible_async};

/// A page.
#[derive(Debug, Default, PartialEq, Eq, Owns)]
struct Page {
    lines: Vec<String>,
    next: Option<Box<Page>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Owns)]
enum Answer<T, const N: usize> {
    Text(T),
    Bytes([u8; N]),
    None,
}

#[derive(Owns)]
struct Silent;

async fn wait() {
    pending!();
}

#[visible_async(enum = FetchState)]
async fn fetch(url: String, most: u8) -> usize {
    let mut page = Page::default();
    for r#type in 0..most {
        wait().await;
        page.lines.push(format!("{url} {}", r#type));
    }
    let length = page.lines.len();
    ready(()).await;
    wait().await;
    drop(page);
    wait().await;
    length
}

fn poll<F: Future>(machine: Pin<&mut F>) -> bool {
    machine.poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

#[test]
fn states_are_an_enum() {
    let mut machine = pin!(fetch("a".to_owned(), 2));
    assert!(matches!(machine.state(), FetchState::Start));
    assert!(!poll(machine.as_mut()));
    #[allow(clippy::unneeded_struct_pattern, reason = "a pattern may be written so too")]
    let waits = matches!(machine.state(), FetchState::AwaitWait { .. });
    assert!(waits);
    assert!(!poll(machine.as_mut()));
    assert!(!poll(machine.as_mut()));
    assert_eq!(machine.state(), FetchState::AwaitWait2);
    assert!(!poll(machine.as_mut()) && poll(machine.as_mut()));
    assert_eq!(machine.state(), FetchState::Done);
}

#[test]
fn passed_states_are_none_of_them() {
    let name = |state| match state {
        FetchState::Start => "Start",
        FetchState::AwaitWait => "AwaitWait",
        FetchState::AwaitReady => "AwaitReady",
        FetchState::AwaitWait2 => "AwaitWait2",
        FetchState::AwaitWait3 => "AwaitWait3",
        FetchState::Done => "Done",
        FetchState::Panicked => "Panicked",
    };
    let machine = fetch(String::new(), 0);
    assert_eq!(name(machine.state()), View::of(&machine).state().name);
}

#[test]
fn locals_are_read_by_name() {
    let mut machine = pin!(fetch("a".to_owned(), 2));
    assert_eq!(machine.local(FetchState::url), Ok(&"a".to_owned()));
    let not_alive = machine.local::<Page>(FetchState::page).unwrap_err();
    assert_eq!(not_alive.to_string(), "`page` is not alive in the state `Start`");
    assert!(!poll(machine.as_mut()) && !poll(machine.as_mut()));
    assert_eq!(machine.local::<Page>(FetchState::page).unwrap().lines, ["a 0"]);
    assert_eq!(machine.local(FetchState::r#type), Ok(&1_u8));
    let other = machine.local::<u16>(FetchState::r#type).unwrap_err();
    assert_eq!(other.to_string(), "`type` is of type `u8`, and was read as `u16`");
}

#[visible_async(enum = LendState)]
async fn lend(mut page: Page, silent: Silent) {
    async {
        page.lines.clear();
        wait().await;
        page.lines.clear();
    }
    .await;
    drop((page, silent));
}

#[test]
fn what_is_borrowed_is_not_read() {
    let mut machine = pin!(lend(Page::default(), Silent));
    assert_eq!(machine.local(LendState::page), Ok(&Page::default()));
    let silent = machine.local::<Silent>(LendState::silent).map(drop).unwrap_err();
    assert_eq!(
        silent.to_string(),
        "`silent` can't be read: where the function stands, `named::Silent` is not known to be `Debug` and `Owns`"
    );
    assert!(!poll(machine.as_mut()));
    let borrowed = machine.local::<Page>(LendState::page).unwrap_err();
    assert_eq!(borrowed, LocalError::NotNow { local: "page", shown: "<borrowed>" });
}

/// On methods the enum goes beside the `impl` block.
struct Client(u32);

trait Ask {
    fn ask(&self, n: u32) -> impl Future<Output = u32>;
}

#[visible_async]
impl Client {
    #[visible_async(enum = SendState)]
    pub async fn send(&self, answer: Answer<String, 2>) -> u32 {
        wait().await;
        drop(answer);
        self.0
    }
}

#[visible_async]
impl Ask for Client {
    #[visible_async(enum = AskState)]
    async fn ask(&self, n: u32) -> u32 {
        wait().await;
        n + self.0
    }
}

#[test]
fn methods() {
    let client = Client(1);
    let mut sent = Box::pin(client.send(Answer::Text("a".to_owned())));
    assert!(!poll(sent.as_mut()));
    assert_eq!((sent.state(), sent.local(SendState::answer)), (SendState::AwaitWait, Ok(&Answer::<_, 2>::Text("a".to_owned()))));
    assert_ne!(Answer::<u8, 1>::Bytes([1]), Answer::None);
    let mut asked = Box::pin(client.ask(2));
    assert!(!poll(asked.as_mut()));
    assert_eq!((asked.state(), asked.local(AskState::n)), (AskState::AwaitWait, Ok(&2_u32)));
}

#[visible_async]
mod inside {
    use super::wait;

    #[cfg(test)]
    #[visible_async(enum = InnerState)]
    pub(super) async fn inner<T: std::fmt::Debug>(value: T) {
        wait().await;
        drop(value);
    }

    #[visible_async(enum = AwayState)]
    #[cfg(not(test))]
    pub(super) async fn away() {}
}

#[test]
fn of_type_parameters_bounds_decide() {
    let machine = inside::inner(7_u8);
    assert_eq!(machine.state(), inside::InnerState::Start);
    assert_eq!(machine.local::<u8>(inside::InnerState::value), Err(LocalError::NotKnown { local: "value", type_name: "u8" }));
}

/// What takes any machine takes these too: as a child, boxed, by a `View`.
#[visible_async]
async fn outer() {
    fetch(String::new(), 1).await;
}

fn any_name(machine: &impl Visible) -> &'static str {
    View::of(machine).state().name
}

#[test]
fn they_are_machines_like_others() {
    let mut outer = pin!(outer());
    assert!(!poll(outer.as_mut()));
    assert!(format!("{outer:#?}").contains("awaits fetch: fetch(AwaitWait at"));
    assert_eq!(any_name(&*outer), "AwaitFetch");
    assert_eq!(any_name(&fetch(String::new(), 0)), "Start");
    let boxed: Pin<Box<dyn VisibleFuture<FetchState, Output = usize>>> = Box::pin(fetch(String::new(), 0));
    assert_eq!((boxed.state(), boxed.description().function), (FetchState::Start, "fetch"));
    let ordinary: StateInfo = Box::pin(outer_again()).state();
    assert_eq!(ordinary.name, "Start");
    assert_eq!(fetch(String::new(), 0).now_or_never(), None);
}

#[visible_async]
async fn outer_again() {}
