// Methods: self in all forms, Self in signatures and bodies.
use std::pin::Pin;
use std::sync::Arc;
use visible_async_test_support::prelude::*;

cases! {
    Server::by_value(server("s"));
    Server::mut_by_value(server("s"));
    Server::boxed(Box::new(server("s")));
    Server::shared(Arc::new(server("s")));
    Server::pinned_by_value(Box::pin(server("s")));
    Server::create("made");
    Server::typed_self(server("s"), log("other"));
    use_reference();
    use_exclusive();
    use_pinned();
    use_returning_reference();
    use_constants();
    use_nested_self();
    use_private_helpers();
    use_chained_self();
    use_exclusive_in_loop();
}

#[derive(Debug)]
struct Server {
    name: Log,
    hits: usize,
}

fn server(name: &str) -> Server {
    Server { name: log(name), hits: 0 }
}

impl Server {
    const RETRIES: usize = 2;

    #[visible_async]
    async fn by_value(self) -> usize {
        let size = self.name.send("x").await;
        tick("more").await;
        size + self.hits
    }

    #[visible_async]
    async fn mut_by_value(mut self) -> Self {
        self.hits += 1;
        self.name.fill("+").await;
        let Self { name, hits } = self;
        tick("apart").await;
        Self { name, hits: hits + 1 }
    }

    #[visible_async]
    async fn boxed(self: Box<Self>) -> usize {
        let held = log("held");
        tick("wait").await;
        self.name.finish() + held.len()
    }

    #[visible_async]
    async fn shared(self: Arc<Self>) -> usize {
        let other = Arc::clone(&self);
        tick("wait").await;
        drop(self);
        other.name.send("x").await
    }

    #[visible_async]
    async fn pinned_by_value(self: Pin<Box<Self>>) -> usize {
        let this = Pin::into_inner(self);
        tick("wait").await;
        this.name.len()
    }

    #[visible_async]
    async fn create(name: &'static str) -> Self {
        let name = load(name).await;
        Self { hits: leaf("hits", 1).await, name }
    }

    #[visible_async]
    async fn typed_self(self: Self, other: Log) -> (Log, usize) {
        tick("wait").await;
        (other, self.name.len())
    }

    #[visible_async]
    async fn reference(&self, extra: &Log) -> usize {
        let size = self.name.send(extra.name()).await;
        size + self.hits
    }

    #[visible_async]
    async fn exclusive(&mut self, by: usize) -> &mut Self {
        let held = log("held");
        self.name.fill("e").await;
        self.hits += by + held.len();
        tick("after").await;
        self
    }

    #[visible_async]
    async fn pinned(mut self: Pin<&mut Self>, by: usize) -> usize {
        self.hits += by;
        tick("wait").await;
        self.as_mut().hits += 1;
        self.hits
    }

    #[visible_async]
    async fn name_or<'a>(&'a self, other: &'a Log) -> &'a Log {
        tick("choose").await;
        if self.hits > 0 { &self.name } else { other }
    }

    #[visible_async]
    async fn retry(&mut self) -> Result<Log, AppError> {
        let mut tries = 0;
        loop {
            match fail("try", tries < Self::RETRIES).await {
                Ok(value) => break Ok(value),
                Err(error) if tries > 9 => break Err(error.into()),
                Err(_) => tries += 1,
            }
            self.hits += 1;
        }
    }

    fn label(&self) -> String {
        format!("{}#{}", self.name, self.hits)
    }

    #[visible_async]
    async fn labelled(&self) -> Log {
        let before = self.label();
        let value = load(&before).await;
        value.with(&Self::suffix(self.hits).await)
    }

    #[visible_async]
    async fn suffix(n: usize) -> String {
        tick("suffix").await;
        n.to_string()
    }
}

#[visible_async]
async fn use_reference() -> usize {
    let server = server("s");
    server.reference(&load("extra").await).await + server.hits
}

#[visible_async]
async fn use_exclusive() -> Server {
    let mut server = server("s");
    server.exclusive(1).await.exclusive(2).await.hits += 5;
    tick("after").await;
    server
}

#[visible_async]
async fn use_pinned() -> usize {
    let mut server = server("s");
    let first = Pin::new(&mut server).pinned(3).await;
    let mut pinned = std::pin::pin!(server);
    first + pinned.as_mut().pinned(4).await + pinned.hits
}

#[visible_async]
async fn use_returning_reference() -> usize {
    let server = server("s");
    let other = log("other");
    let name = server.name_or(&other).await;
    tick("between").await;
    name.send("x").await
}

#[visible_async]
async fn use_constants() -> Result<usize, AppError> {
    let mut server = server("s");
    let value = server.retry().await?;
    Ok(value.len() + server.hits)
}

#[visible_async]
async fn use_nested_self() -> usize {
    let server = server("s");
    let sizes = async {
        let first = server.reference(&log("a")).await;
        first + server.reference(&log("b")).await
    };
    sizes.await + server.name.len()
}

#[visible_async]
async fn use_private_helpers() -> Log {
    server("s").labelled().await
}

#[visible_async]
async fn use_chained_self() -> usize {
    let size = server("s").mut_by_value().await.mut_by_value().await.by_value().await;
    tick("after").await;
    size
}

#[visible_async]
async fn use_exclusive_in_loop() -> usize {
    let mut server = server("s");
    let handle = &mut server;
    for n in 0..2 {
        handle.exclusive(n).await;
    }
    handle.hits
}
