// Macros in which the temporaries of their arguments die, and the condition of an assertion, whose temporaries die before the message.
use visible_async_test_support::prelude::*;

cases! {
    tail_receiver();
    message_after(true);
    message_after(false);
    message_after_in_tail(true);
    message_after_in_tail(false);
    message_after_eq(1);
    message_after_eq(2);
    tail_panic();
    tail_assert(true);
    tail_assert(false);
    tail_assert_eq(1);
    tail_assert_eq(3);
    tail_todo(true);
    tail_todo(false);
    tail_return(true);
    tail_return(false);
    tail_break(true);
    tail_pick();
    tail_block(true);
    nested_format();
    nested_more();
    receiver_format();
    tail_print(true);
    format_in_tail();
    static_by_a_macro();
}

#[visible_async]
async fn tail_receiver() -> String {
    let x = log("x");
    format!("{}{}", load("c").await.name(), x)
}

#[visible_async]
async fn tail_pick() -> String {
    let x = log("x");
    format!("{}{}", pick(&log("c"), load("n").await.len()), x)
}

#[visible_async]
async fn tail_block(c: bool) -> usize {
    let n = {
        let x = log("x");
        if c {
            tick("c").await;
        }
        format!("{}{}", load("c").await.name(), x)
    }
    .len()
        + {
            let y = log("y");
            format!("{}", { (load("d").await, log("e")).0 })
        }
        .len();
    tick("after").await;
    n
}

#[visible_async]
async fn nested_format() -> String {
    let x = log("x");
    format!("{}{}", format!("{}", load("c").await.name()), pick(&log("p"), load("n").await.len()))
}

#[visible_async]
async fn nested_more() -> usize {
    let s =
        format!("{}{}", format!("{}{}", { (load("c").await, log("d")).0 }, load("g").await), { (log("e"), load("f").await).1 });
    println!("{}{}", format!("{}", load("c").await.name()), load("n").await.len());
    tick("after").await;
    s.len()
}

#[visible_async]
async fn receiver_format() -> usize {
    let x = log("x");
    format!("{}{}", load("c").await.name(), pick(&log("c"), load("n").await.len())).len() + load("m").await.len()
}

#[visible_async]
async fn tail_print(c: bool) {
    let x = log("x");
    if c {
        let y = log("y");
        println!("{}", load("c").await.name())
    }
    println!("{}", load("c").await.name())
}

#[visible_async]
async fn tail_panic() {
    let x = log("x");
    panic!("{} {}", load("c").await.name(), pick(&log("p"), load("d").await.len()))
}

#[visible_async]
async fn tail_assert(yes: bool) {
    let x = log("x");
    assert!((load("c").await.len() > 0) == yes)
}

#[visible_async]
async fn tail_assert_eq(n: usize) {
    let x = log("x");
    assert_eq!(load("cab").await.name().len(), n)
}

#[visible_async]
async fn tail_todo(yes: bool) {
    let x = log("x");
    if yes {
        let y = log("y");
        todo!("{}", load("c").await.name())
    }
    unreachable!("{}", load("c").await.name())
}

#[visible_async]
async fn tail_return(yes: bool) -> String {
    let x = log("x");
    if yes {
        let y = log("y");
        return format!("{}", load("c").await.name());
    }
    return format!("{}", load("c").await.name());
}

#[visible_async]
async fn tail_break(yes: bool) -> String {
    let x = log("x");
    loop {
        let y = log("y");
        if yes {
            break format!("{}", load("c").await.name());
        }
    }
}

#[visible_async]
async fn message_after(yes: bool) -> usize {
    let x = log("x");
    assert!((pick(&log("t"), load("c").await.name().len()) > 0) == yes, "{}", log("message").name());
    tick("y").await;
    1
}

#[visible_async]
async fn message_after_in_tail(yes: bool) {
    let x = log("x");
    assert!((pick(&log("t"), load("c").await.name().len()) > 0) == yes, "{}", log("message").name())
}

#[visible_async]
async fn message_after_eq(n: usize) {
    let x = log("x");
    assert_eq!(pick(&log("t"), load("c").await.name().len()), n, "{}", log("message").name())
}

#[visible_async]
async fn format_in_tail() -> String {
    let x = log("x");
    format!("{}{}{}", x, { (load("c").await, log("d")).0 }, { (log("e"), load("f").await).1 })
}

fn pick(a: &Log, n: usize) -> usize {
    a.touch("picked");
    n
}

macro_rules! cells {
    ($(static $name:ident: $ty:ty = $value:expr;)*) => { $(thread_local! { static $name: std::cell::Cell<$ty> = const { std::cell::Cell::new($value) }; })* };
}

#[visible_async]
async fn static_by_a_macro() -> usize {
    cells! {
        static COUNT: usize = 0;
        static MORE: usize = 2;
    }
    struct Counted(Log);
    impl Counted {
        fn count(&self) {
            COUNT.set(self.0.len());
        }
    }
    let held = Counted(log("held"));
    tick("wait").await;
    held.count();
    COUNT.get() + MORE.get()
}
