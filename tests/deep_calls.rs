//! Calls 36 deep: a machine names the futures in it once, so that rustc is done with it in time, and `Send` within its limit.
use visible_async::visible_async;

#[visible_async]
async fn f0(n: usize) -> usize {
    tokio::task::yield_now().await;
    n
}

macro_rules! calls {
    ($($name:ident $inner:ident)*) => { $(
        #[visible_async]
        async fn $name(n: usize) -> usize {
            let held = String::from("held");
            let result = $inner(n).await;
            result + held.len()
        }
)* };
}

#[rustfmt::skip]
calls! {
    f1 f0  f2 f1  f3 f2  f4 f3  f5 f4  f6 f5  f7 f6  f8 f7
    f9 f8  f10 f9  f11 f10  f12 f11  f13 f12  f14 f13  f15 f14  f16 f15
    f17 f16  f18 f17  f19 f18  f20 f19  f21 f20  f22 f21  f23 f22  f24 f23
    f25 f24  f26 f25  f27 f26  f28 f27  f29 f28  f30 f29  f31 f30  f32 f31
    f33 f32  f34 f33  f35 f34  f36 f35
}

fn sent<F: Future + Send>(future: F) -> F {
    future
}

#[tokio::test]
async fn many_calls() {
    assert_eq!(sent(f36(2)).await, 2 + 36 * 4);
}
