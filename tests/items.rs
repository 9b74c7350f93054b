//! What the attribute makes of an item, in-process: the outer function, and what is left alone.
use proc_macro2::TokenStream;
use std::str::FromStr;
use visible_async_expand::{diag::catalog, expand};

fn tokens(source: &str) -> TokenStream {
    TokenStream::from_str(source).expect("tokens")
}

/// The expansion without its spacing, without the lint that is off, and without what is there for rustdoc.
fn expanded(item: &str) -> String {
    let mut text = plain(&expand(TokenStream::new(), tokens(item)).to_string()).replace("#[allow(clippy::similar_names)]", "");
    while let Some(start) = text.find("#[cfg_attr(doc,") {
        let end = text[start..].find("\"#)]").expect("its end");
        text.replace_range(start..start + end + 4, "");
    }
    text
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The outer signature is this one.
fn signature(item: &str, expected: &str) {
    let expansion = expanded(item);
    assert!(expansion.starts_with(&plain(expected)), "{item}\n{expansion}\n{expected}");
}

const OUTPUT: &str = "impl ::visible_async::VisibleFuture<Output =";

#[test]
fn nothing_is_named_without_need() {
    signature("async fn f() {}", &format!("fn f() -> {OUTPUT} ()> {{"));
    signature("pub async fn f(mut a: &u8, (b, c): Pair) -> u8 {}", &format!("pub fn f(a: &u8, __arg1: Pair) -> {OUTPUT} u8>"));
    signature("async fn f(&self, a: A) -> u8 {}", &format!("fn f(&self, a: A) -> {OUTPUT} u8>"));
}

#[test]
fn the_output_makes_names_needed() {
    signature("async fn f(text: &str) -> &str {}", &format!("fn f<'text>(text: &'text str) -> {OUTPUT} &'text str>"));
    signature("async fn f(&self) -> Ref<'_, T> {}", &format!("fn f<'this>(&'this self) -> {OUTPUT} Ref<'this, T>>"));
    let own = "fn f<'text2>(text: &'text2 str) -> impl ::visible_async::VisibleFuture<Output = &'text2 str>";
    signature("async fn f(text: &str) -> &str { 'text: loop {} }", own);
}

#[test]
fn frame_comes_with_a_second_lifetime_or_a_type() {
    signature("async fn f(a: &A, b: &B) {}", "fn f<'frame, 'a: 'frame, 'b: 'frame>(a: &'a A, b: &'b B)");
    signature("async fn f<T: Clone>(a: T) {}", "fn f<'frame, T: Clone + 'frame>(a: T)");
    signature("async fn f(a: &impl Clone, b: u8) {}", "fn f(a: &impl Clone, b: u8) ->");
    signature("async fn f<T: Clone>(a: &mut [T]) {}", "fn f<T: Clone>(a: &mut [T]) ->");
    signature("async fn f(a: &impl A, b: &B) {}", "fn f<'frame, 'a: 'frame, 'b: 'frame>(a: &'a (impl A + 'frame), b: &'b B)");
    signature("async fn f<T>(a: T) where T: Clone {}", "fn f<'frame, T>(a: T)");
    let inside = expanded("impl<T> S<T> { async fn f(self) {} async fn g(&self) {} }");
    assert!(inside.contains(&plain("fn f<'frame>(self) -> impl ::visible_async::VisibleFuture<Output = ()> where Self: 'frame")));
    assert!(inside.contains(&plain("fn g(&self) -> ")), "{inside}");
}

/// On an associated function the attribute doesn't see what its `impl` declares.
#[test]
fn header_out_of_sight() {
    signature("pub async fn f(text: &'x str) {}", "pub fn f<'frame>(text: &'x str)");
    let bounded = "pub fn f<'frame, 'url: 'frame>(io: Io<IO>, url: &'url str) -> impl ::visible_async::VisibleFuture<Output = \
        Io<IO>> where Io<IO>: 'frame {";
    signature("pub async fn f(io: Io<IO>, url: &str) -> Io<IO> {}", bounded);
}

#[test]
fn async_stays_where_it_must() {
    signature("#[tokio::test] async fn f() {}", "#[tokio::test] async fn f() {");
    signature("async fn f(&self, a: &A) {}", "async fn f(&self, a: &A) {");
    assert!(expanded("impl A for B { async fn f<T>(&self, a: T) {} }").starts_with("implAforB{asyncfnf<T>(&self,a:T){"));
}

/// rustc reports the syntax error, which it can only do on the tokens as they were.
#[test]
fn unfinished_items_stay_unchanged() {
    for item in ["async fn f() { let x = }", "async fn f(a: ) {}", "impl S { async fn f() { a. } }", "async fn f("] {
        let Ok(item) = TokenStream::from_str(item) else {
            continue;
        };
        assert_eq!(expand(TokenStream::new(), item.clone()).to_string(), item.to_string());
    }
}

#[test]
fn out_of_line_modules_are_refused() {
    let expansion = expand(TokenStream::new(), tokens("mod far;")).to_string();
    assert!(expansion.contains(catalog::OUT_OF_LINE_MOD.wrong), "{expansion}");
    assert!(expansion.ends_with("mod far ;"), "{expansion}");
}

/// Whatever is typed so far: every prefix of an item's tokens, as options too.
#[test]
fn no_prefix_panics() {
    let item = "#[a(b)] pub(crate) async unsafe extern \"C\" fn f<'a, T: 'a, const N: usize>(&'a self, (x, y): (T, &u8), z: \
        impl Fn(&u8) -> [u8; N], ...) -> Result<impl A + '_, !> where T: B<'a> { x.await?; #[c] let y = async || {}; } mod m { }";
    let all: Vec<_> = tokens(item).into_iter().collect();
    for end in 0..=all.len() {
        for start in 0..end {
            let part: TokenStream = all[start..end].iter().cloned().collect();
            expand(TokenStream::new(), part.clone());
            expand(part, tokens("async fn f() {}"));
        }
    }
}
