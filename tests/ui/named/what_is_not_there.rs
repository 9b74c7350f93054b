use visible_async::{Owns, VisibleFuture, visible_async};

#[derive(Debug)]
struct Page;

#[derive(Owns)]
struct Book(Page);

#[visible_async(enum = FetchState)]
async fn fetch(url: String) -> Page {
    std::future::ready(()).await;
    drop(url);
    Page
}

#[visible_async(enum = SendState)]
async fn send(url: String) {
    std::future::ready(()).await;
    drop(url);
}

fn main() {
    let machine = fetch(String::new());
    // There is no such local, and no such state.
    let _ = machine.local::<String>(FetchState::page);
    let _ = matches!(machine.state(), FetchState::AwaitConnect);
    // The local of another function.
    let _ = machine.local::<String>(SendState::url);
    // Its type may hold a borrow.
    let _ = machine.local::<Page>(FetchState::url);
}
