//! The attribute on a whole `impl` block or `mod`.
use super::*;

struct Store<'x, T> {
    items: Vec<&'x T>,
}

#[visible_async]
impl<'x, T: Display> Store<'x, T> {
    const LIMIT: usize = 2;

    fn untouched(&self) -> usize {
        self.items.len()
    }

    async fn create(first: &'x T) -> Self {
        pause().await;
        Store { items: vec![first] }
    }

    async fn add(&mut self, item: &'x T, log: &mut impl FnMut(&str)) -> usize {
        pause().await;
        log(&item.to_string());
        self.items.push(item);
        self.untouched().min(Self::LIMIT)
    }

    #[visible_async(macros(futures::join))]
    async fn own(&self, at: usize) -> &'x T {
        pause().await;
        self.items[at]
    }

    async fn finish(self) -> Vec<&'x T> {
        pause().await;
        self.items
    }
}

#[allow(async_fn_in_trait)]
trait Render<T> {
    type Output<'a>
    where
        Self: 'a;
    async fn render<'a>(&'a self, with: &T, prefix: &str) -> Self::Output<'a>;
    async fn plain(self: Box<Self>, with: T) -> T;
}

#[visible_async]
impl<'x, T: Display> Render<T> for Store<'x, T> {
    type Output<'a>
        = (usize, &'a str)
    where
        Self: 'a;

    async fn render<'a>(&'a self, with: &T, prefix: &str) -> (usize, &'a str) {
        pause().await;
        (self.items.len() + with.to_string().len() + prefix.len(), "end")
    }

    async fn plain(self: Box<Self>, with: T) -> T {
        pause().await;
        with
    }
}

#[visible_async(macros(futures::join))]
mod inside {
    use super::*;

    pub fn untouched() -> u8 {
        1
    }

    pub async fn free(text: &str, other: &str) -> usize {
        pause().await;
        text.len() + other.len()
    }

    pub struct Held(pub u8);

    impl Held {
        pub async fn get(&self) -> u8 {
            pause().await;
            self.0
        }
    }

    pub mod deeper {
        pub async fn free() -> u8 {
            super::pause().await;
            2
        }
    }
}

#[test]
fn run_all() {
    let (one, two) = (1, 2);
    let mut store = run_send(Store::create(&one));
    let mut seen = Vec::new();
    assert_eq!(run(store.add(&two, &mut |text| seen.push(text.to_owned()))), 2);
    assert_eq!(seen, ["2"]);
    assert_eq!(run_send(store.own(1)), &2);
    assert_eq!(block_on(store.render(&34, "12")), (6, "end"));
    assert_eq!(run_send(store.finish()), [&1, &2]);
    assert_eq!(block_on(Box::new(Store { items: vec![&one] }).plain(5)), 5);
    assert_eq!(inside::untouched(), 1);
    assert_eq!(run_send(inside::free("a", "bc")), 3);
    assert_eq!(run_send(inside::Held(4).get()), 4);
    assert_eq!(run_send(inside::deeper::free()), 2);
}
