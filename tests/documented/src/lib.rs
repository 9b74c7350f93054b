//! Annotated functions, to be documented: `tests/rustdoc.rs` reads what rustdoc makes of them.
#![deny(warnings, rustdoc::all)]
use std::fmt::Debug;
use visible_async::visible_async;

/// Those of the diagrams.
#[path = "../../diagram/functions.rs"]
pub mod drawn;

/// Waits for nothing.
pub async fn pause() {}

/// What is awaited has all that means something in a table, to Markdown or to HTML.
pub async fn show(_text: &str) {}

/// Has text of its own, with a list at its end:
///
/// - [`pause`]
/// - `show`
#[visible_async]
pub async fn with_text(url: &str) -> usize {
    pause().await;
    let length = url.len();
    show(url).await;
    length
}

#[visible_async]
pub async fn without_text() {
    pause().await;
}

/// Nothing in it awaits.
#[visible_async(doc)]
pub async fn no_await(n: u8) -> u8 {
    n + 1
}

/// Pipes, backticks, brackets and angle brackets in what is awaited.
#[visible_async(doc)]
pub async fn marks<T: AsRef<str> + Debug>(text: T, list: &[&str]) {
    show("a | b \\| c \\\\| `d` ``e`` [pause] [nowhere] <i> </table> &amp; <b>").await;
    show(list.iter().map(|x| x.trim()).max_by_key(|x| x.len() | 1).unwrap_or("|")).await;
    show(Vec::<&str>::from([list[0]])[0]).await;
    show(r###"raw "# "## |"###).await;
    show("[pause]: [`pause`](x) ![y](z) <https://example.org> *a* _b_ # -").await;
    show(text.as_ref()).await;
}

/// A type with methods.
pub struct Counter(pub u8);

/// A trait with an async fn.
pub trait Count {
    /// Counts.
    fn count(&mut self) -> impl Future<Output = u8>;
}

#[visible_async(doc)]
impl Counter {
    /// Counts twice.
    pub async fn twice(&mut self) -> u8 {
        pause().await;
        self.count().await + self.count().await
    }

    /// Has an attribute of its own.
    #[visible_async]
    pub async fn once(self) -> u8 {
        pause().await;
        self.0
    }
}

#[visible_async]
impl Count for Counter {
    #[allow(refining_impl_trait, reason = "it is a machine")]
    async fn count(&mut self) -> u8 {
        pause().await;
        self.0 += 1;
        self.0
    }
}

/// All in here.
#[visible_async]
pub mod inside {
    use super::pause;

    /// Is in a module.
    pub async fn in_a_module() {
        pause().await;
    }

    /// Passes its future on, and so stays an `async fn`.
    pub async fn passed_on(n: u8) -> u8 {
        pause().await;
        n
    }

    /// Passes it on.
    pub fn passes(n: u8) -> impl Future<Output = u8> {
        passed_on(n)
    }
}
