//! Plain functions: arguments, patterns, attributes, return types.
use super::*;

#[visible_async]
async fn nothing() {}

#[visible_async]
pub(crate) async fn owned(text: String, n: usize) -> usize {
    pause().await;
    text.len() + n
}

#[visible_async]
async fn mutable(mut text: String, mut _n: usize) -> String {
    text.push('!');
    pause().await;
    text
}

struct Point {
    x: i32,
    y: i32,
}

#[visible_async]
async fn patterns((a, mut b): (i32, i32), Point { x, y: _ }: Point, _: String, [c, ..]: [i32; 3], &d: &i32) -> i32 {
    b += 1;
    pause().await;
    a + b + x + c + d
}

#[visible_async]
async fn by_ref(ref text: String, whole @ Point { .. }: Point) -> usize {
    pause().await;
    text.len() + (whole.x + whole.y) as usize
}

#[visible_async]
async fn attributes(#[allow(unused_variables)] unused: i32, #[cfg(any())] absent: NoSuchType, #[cfg(not(any()))] n: i32) -> i32 {
    pause().await;
    n
}

/// Its documentation stays.
#[visible_async]
#[inline]
#[must_use]
#[allow(clippy::unused_async)]
async fn documented() -> i32 {
    #![allow(unused_mut)]
    let mut n = 1;
    n
}

#[visible_async]
async unsafe fn pointer(at: *const i32) -> i32 {
    pause().await;
    unsafe { *at }
}

#[visible_async]
#[allow(unsafe_op_in_unsafe_fn)]
async unsafe fn unsafe_body(at: *const i32) -> i32 {
    pause().await;
    *at
}

#[visible_async]
async fn forever() -> ! {
    loop {
        pause().await;
    }
}

#[visible_async]
async fn boxed(n: i32) -> Box<dyn Display> {
    if n == 0 {
        return Box::new("zero");
    }
    pause().await;
    Box::new(n)
}

#[visible_async]
async fn question(text: &str) -> Result<i32, Box<dyn std::error::Error>> {
    let n: i32 = text.parse()?;
    pause().await;
    if n < 0 {
        return Err("negative".into());
    }
    Ok(n)
}

#[visible_async]
async fn shown(n: i32) -> impl Display + Debug {
    pause().await;
    n
}

#[visible_async]
async fn shown_inside(text: &str) -> Option<impl Iterator<Item = char> + '_> {
    pause().await;
    Some(text.chars().rev())
}

#[visible_async]
async fn r#match(r#type: &str) -> &str {
    pause().await;
    r#type
}

#[visible_async]
async fn factorial(n: u64) -> u64 {
    if n == 0 { 1 } else { n * Box::pin(factorial(n - 1)).await }
}

macro_rules! from_macro {
    ($name:ident, $arg:ident, $ty:ty, $body:expr) => {
        #[visible_async]
        async fn $name($arg: $ty) -> $ty {
            let result = $body;
            pause().await;
            result
        }
    };
}
from_macro!(doubled, n, i32, n * 2);

macro_rules! whole_from_macro {
    ($(#[$meta:meta])* $vis:vis $name:ident, $pat:pat, $ty:ty, $ret:ty, $body:block) => {
        #[visible_async]
        $(#[$meta])* $vis async fn $name($pat: $ty, _extra: &$ty) -> $ret $body
    };
}
whole_from_macro!(/// Documented.
    pub(crate) summed, (a, mut b), (i32, i32), i32, {
    b += 1;
    pause().await;
    a + b
});
whole_from_macro!(
    #[allow(dead_code)]
    endless,
    _,
    (),
    !,
    {
        pause().await;
        panic!()
    }
);
whole_from_macro!(boxed_from_macro, n, u8, impl Display, {
    pause().await;
    n
});

/// A name in capitals may be a type parameter of an `impl` out of sight.
struct S(u8);

#[visible_async]
async fn capitals(s: S, other: &S) -> u8 {
    pause().await;
    s.0 + other.0
}

#[test]
fn run_all() {
    run_send(nothing());
    assert_eq!(run_send(owned("four".to_owned(), 1)), 5);
    assert_eq!(run_send(mutable("x".to_owned(), 1)), "x!");
    assert_eq!(run_send(patterns((1, 2), Point { x: 3, y: 4 }, String::new(), [5, 6, 7], &8)), 20);
    assert_eq!(run_send(by_ref("four".to_owned(), Point { x: 1, y: 2 })), 7);
    assert_eq!(run_send(attributes(1, 2)), 2);
    assert_eq!(run_send(documented()), 1);
    assert_eq!(run(unsafe { pointer(&3) }), 3);
    assert_eq!(run(unsafe { unsafe_body(&4) }), 4);
    assert_eq!(block_on(boxed(0)).to_string(), "zero");
    assert_eq!(run(boxed(1)).to_string(), "1");
    assert_eq!(run(question("12")).ok(), Some(12));
    assert!(run(question("x")).is_err());
    assert_eq!(run_send(shown(1)).to_string(), "1");
    assert_eq!(run_send(shown_inside("abc")).unwrap().collect::<String>(), "cba");
    assert_eq!(run_send(r#match("a")), "a");
    assert_eq!(run(factorial(5)), 120);
    assert_eq!(run_send(doubled(2)), 4);
    assert_eq!(run_send(summed((1, 2), &(3, 4))), 4);
    assert_eq!(run_send(boxed_from_macro(1, &2)).to_string(), "1");
    assert_eq!(run_send(capitals(S(1), &S(2))), 3);
    let mut never = Box::pin(forever());
    let waker = futures::task::noop_waker();
    assert!(never.as_mut().poll(&mut std::task::Context::from_waker(&waker)).is_pending());
}
