// Calls that may move their local, and get a closure or async block that may move another.
use visible_async_test_support::prelude::*;

cases! {
    runs_with_a_block(1);
    runs_with_a_block(0);
    runs_beside_a_block();
    runs_with_two(true);
    runs_with_two(false);
    younger_is_called();
    calls_with_a_closure();
    block_of_what_is_lent();
}

/// What each method does with its receiver is hidden behind a macro.
mod far {
    use super::*;
    pub struct Link(pub Log);
    pub struct Text {
        pub body: Log,
    }
    macro_rules! runs { ($($name:ident: $this:ty;)*) => { $(pub async fn $name<T>(self: $this, with: usize, what: impl std::future::Future<Output = T>) -> T {
        event(format!("run {with}"));
        let done = what.await;
        tick("run").await;
        self.0.touch("run");
        done
    })* } }
    impl Link {
        runs! { until: Self; beside: &Self; }
    }
    macro_rules! writes { ($($name:ident: $this:ty;)*) => { $(pub async fn $name(self: $this, to: &mut Log) -> Result<usize, Log> {
        tick("write").await;
        to.grow(self.name());
        if to.len() > 12 { Err(log("long")) } else { Ok(self.len()) }
    })* } }
    pub trait Write {
        fn send_to(self, to: &mut Log) -> impl std::future::Future<Output = Result<usize, Log>>;
        fn show_to(&self, to: &mut Log) -> impl std::future::Future<Output = Result<usize, Log>>;
    }
    struct Body<'b>(&'b Log);
    impl Body<'_> {
        writes! { send: &Self; }
        fn name(&self) -> &str {
            self.0.name()
        }
        fn len(&self) -> usize {
            self.0.len()
        }
    }
    impl Write for Log {
        async fn send_to(self, to: &mut Log) -> Result<usize, Log> {
            Body(&self).send(to).await
        }
        async fn show_to(&self, to: &mut Log) -> Result<usize, Log> {
            Body(self).send(to).await
        }
    }
    macro_rules! maps { ($($name:ident: $this:ty;)*) => { $(pub fn $name(self: $this, with: impl FnOnce() -> usize) -> usize {
        event("map");
        self.0.len() + with()
    })* } }
    impl Link {
        maps! { convert: Self; consult: &Self; }
    }
}
use far::*;

#[visible_async]
async fn runs_with_a_block(long: usize) -> Result<usize, Log> {
    let text = Text { body: load("body").await };
    let link = Link(log("link"));
    let mut out = log("out");
    if long == 0 {
        out.grow("0123456789");
    }
    let later = log("later");
    let size = link
        .until(1, async {
            let size = text.body.send_to(&mut out).await?;
            out.grow("!");
            Ok::<_, Log>(size)
        })
        .await?;
    tick("behind").await;
    Ok(size + later.len() + out.len())
}

#[visible_async]
async fn runs_beside_a_block() -> usize {
    let text = load("text").await;
    let link = Link(log("link"));
    let mut out = log("out");
    let size = link
        .beside(2, async {
            let size = text.show_to(&mut out).await.unwrap_or(0);
            size + 1
        })
        .await;
    tick("behind").await;
    size + out.len()
}

#[visible_async]
async fn runs_with_two(first: bool) -> usize {
    let link = Link(load("link").await);
    let text = log("text");
    let mut out = log("out");
    let size = if first {
        link.until(3, async { text.send_to(&mut out).await.map_or(0, |size| size) }).await
    } else {
        link.beside(4, async { text.show_to(&mut out).await.map_or(0, |size| size) }).await
    };
    tick("behind").await;
    size + out.len()
}

#[visible_async]
async fn younger_is_called() -> usize {
    let text = load("text").await;
    let between = log("between");
    let mut out = log("out");
    let link = Link(log("link"));
    let size = link.until(5, async { text.send_to(&mut out).await.unwrap_or(0) }).await;
    tick("behind").await;
    size + between.len() + out.len()
}

#[visible_async]
async fn calls_with_a_closure() -> usize {
    let job = Link(load("job").await);
    let link = Link(log("link"));
    let other = Link(log("other"));
    let size = link.convert(|| job.consult(|| 1));
    tick("between").await;
    size + other.consult(|| 2)
}

#[visible_async]
async fn block_of_what_is_lent() -> usize {
    let text = load("text").await;
    let link = Link(log("link"));
    let mut out = log("out");
    let seen = link.consult(|| 3);
    let size = link.until(seen, async { text.send_to(&mut out).await.unwrap_or(seen) }).await;
    tick("behind").await;
    size + out.len() + seen
}
