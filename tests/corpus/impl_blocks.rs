// The attribute on a whole impl block and on a whole module; methods of a generic type.
use visible_async_test_support::prelude::*;

cases! {
    use_generic_type();
    Stack::filled(log("item"));
    use_whole_impl();
    use_module();
}

#[derive(Debug)]
struct Stack<T> {
    items: Vec<T>,
}

impl<T: Clone> Stack<T> {
    #[visible_async]
    async fn filled(item: T) -> Self {
        let mut stack = Self { items: Vec::new() };
        stack.push(item.clone()).await;
        stack.push(item).await;
        stack
    }

    #[visible_async]
    async fn push(&mut self, item: T) -> usize {
        tick("push").await;
        self.items.push(item);
        self.items.len()
    }

    #[visible_async]
    async fn pop_with<F: Fn(&T) -> bool>(&mut self, wanted: F) -> Option<T> {
        while let Some(item) = self.items.pop() {
            tick("look").await;
            if wanted(&item) {
                return Some(item);
            }
        }
        None
    }
}

struct Counter(usize);

#[visible_async]
impl Counter {
    fn start() -> Self {
        Self(1)
    }

    async fn add(&mut self, value: Log) -> usize {
        tick("add").await;
        self.0 += value.len();
        self.0
    }

    async fn total(self, held: Log) -> usize {
        tick("total").await;
        self.0 + held.len()
    }
}

#[visible_async]
mod service {
    use visible_async_test_support::prelude::*;

    pub async fn start(name: &str) -> Log {
        let raw = load(name).await;
        stop(raw, 1).await
    }

    async fn stop(raw: Log, n: usize) -> Log {
        tick("stop").await;
        raw.with(&n.to_string())
    }
}

#[visible_async]
async fn use_generic_type() -> Option<Log> {
    let mut stack = Stack::filled(log("i")).await;
    stack.push(load("last").await).await;
    let limit = log("xx");
    stack.pop_with(|item| item.len() <= limit.len()).await
}

#[visible_async]
async fn use_whole_impl() -> usize {
    let mut counter = Counter::start();
    counter.add(log("one")).await;
    counter.add(load("two").await).await;
    counter.total(log("held")).await
}

#[visible_async]
async fn use_module() -> Log {
    let held = log("held");
    service::start(held.name()).await
}
