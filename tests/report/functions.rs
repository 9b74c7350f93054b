// What reports tell of. Compiled twice: by rustc, and under the attribute.
use super::Row;
use std::{cell::Cell, fmt::Debug, future::Future, pin::Pin, rc::Rc};

#[allow(dead_code, reason = "the names tell")]
#[derive(Debug)]
pub struct Page(pub String, pub String);

/// Pending once.
pub async fn pause() {
    tokio::task::yield_now().await;
}

pub async fn length(text: &str) -> usize {
    pause().await;
    text.len()
}

#[visible_async(report)]
pub async fn nothing() {}

#[visible_async(report)]
pub async fn straight(url: String, count: u8) -> usize {
    let page = format!("{url}{count}");
    let length = length(&page).await;
    pause().await;
    length + page.len() + url.len()
}

#[visible_async(report)]
pub async fn rounds(name: String, count: u32) -> Result<usize, String> {
    let mut total = 0;
    for round in 0..count {
        let buffer = [0_u8; 512];
        pause().await;
        total += buffer.len();
        let text = Some(name.clone()).ok_or("nothing")?;
        total += length(&text).await + round as usize;
    }
    Ok(total)
}

#[visible_async(report)]
pub async fn generic<T: Debug, const N: usize>(values: [T; N], more: impl Debug) -> String {
    pause().await;
    format!("{values:?}{more:?}")
}

// The page may be moved by the closure: it goes to a keeper.
#[visible_async(report)]
pub async fn kept(page: Page, moves: bool) -> usize {
    let run = move || page;
    pause().await;
    let found = if moves { run().0 } else { String::new() };
    pause().await;
    found.len()
}

#[visible_async(report)]
pub async fn parted(page: Page) -> usize {
    let Page(first, _) = page;
    pause().await;
    first.len()
}

// What is awaited is a leaf future, as `[..].concat()` has to stay.
#[visible_async(report)]
pub async fn leaf(names: Vec<String>) -> usize {
    length(&names.concat()).await + length(&[&names[0], "x"].concat()).await
}

#[visible_async(report)]
pub async fn recursive(n: u8) -> u8 {
    if n == 0 { 0 } else { 1 + Box::pin(recursive(n - 1)).await }
}

#[visible_async(report)]
pub async fn shared(text: String) -> usize {
    let shared = Rc::new(text);
    pause().await;
    let count = Cell::new(shared.len());
    drop(shared);
    pause().await;
    count.get()
}

// Whether the block is `Send` rustc knows when it has seen all of the function.
#[visible_async(report)]
pub async fn block(text: String) -> usize {
    let inner = async move {
        let shared = Rc::new(text);
        pause().await;
        shared.len()
    };
    pause().await;
    inner.await
}

pub trait Count {
    fn count(&mut self, by: u8) -> impl Future<Output = u8>;
}

#[derive(Debug)]
pub struct Counter(pub u8);

#[visible_async(report)]
impl Counter {
    pub async fn twice(&mut self, by: u8) -> u8 {
        pause().await;
        self.0 += by;
        pause().await;
        self.0
    }

    // In the function inside `self` is another one.
    pub async fn inside(&self) -> u8 {
        let sum = {
            struct Sum(u8, u8);
            impl Sum {
                fn of<T: Fn(u8) -> u8>(&self, add: T) -> u8 {
                    add(self.0) + self.1
                }
            }
            Sum(self.0, 1).of(|n| n + self.0)
        };
        pause().await;
        sum + self.0
    }
}

#[visible_async(report)]
impl Count for Counter {
    #[allow(refining_impl_trait)]
    async fn count(&mut self, by: u8) -> u8 {
        let before = self.0;
        pause().await;
        self.0 = before + by;
        before
    }
}

#[visible_async(report)]
pub async fn waits_for_ever(_text: &str) -> ! {
    loop {
        pause().await;
    }
}

#[visible_async(report)]
pub async fn boxed(future: Pin<Box<dyn Future<Output = u8> + Send>>) -> u8 {
    let n = future.await;
    pause().await;
    n
}

pub fn rows() -> Vec<Row> {
    vec![
        row("nothing", &nothing()),
        row("straight", &straight(String::new(), 1)),
        row("rounds", &rounds(String::new(), 1)),
        row("generic", &generic([1_u16, 2, 3], "more")),
        row("generic, not Send", &generic([Rc::new(1)], 'c')),
        row("kept", &kept(Page(String::new(), String::new()), true)),
        row("parted", &parted(Page(String::new(), String::new()))),
        row("leaf", &leaf(Vec::new())),
        row("shared", &shared(String::new())),
        row("block", &block(String::new())),
        row("twice", &Counter(1).twice(1)),
        row("inside", &Counter(1).inside()),
        row("count", &Count::count(&mut Counter(1), 1)),
        row("waits_for_ever", &waits_for_ever("")),
        row("boxed", &boxed(Box::pin(std::future::ready(1)))),
    ]
}
