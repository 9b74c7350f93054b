// The receiver of a method, as the last use of its local: what the method does with it shows in its name, or is written.
use visible_async_test_support::prelude::*;

cases! {
    response_text();
    awaited_bytes_of_field();
    oneshot_service();
    merged();
    borrowed_by_reference();
    hasher_finishes();
    replaced_by_borrow();
    counted();
    verb_in_non_move_block();
    block_moves_unknown();
    option_asked();
    own_method_consumes();
}

struct Response {
    body: Log,
    status: Log,
}

impl Response {
    async fn text(self) -> String {
        tick("text").await;
        self.body.name().to_string()
    }

    async fn bytes(&self) -> usize {
        tick("bytes").await;
        self.body.len() + self.status.len()
    }

    fn finish(&self) -> usize {
        self.body.len()
    }

    fn merge(self, other: Response) -> Response {
        Response { body: self.body, status: other.status }
    }

    async fn oneshot(self, request: Log) -> usize {
        tick("call").await;
        request.len() + self.body.len()
    }

    fn count(&self) -> usize {
        2
    }

    fn spend(self) -> usize {
        self.status.len()
    }
}

fn response(name: &'static str) -> Response {
    Response { body: log(name), status: log("status") }
}

#[visible_async]
async fn response_text() -> usize {
    let res = response("res");
    let _before = log("before");
    let text = res.text().await;
    tick("after").await;
    text.len()
}

#[visible_async]
async fn awaited_bytes_of_field() -> usize {
    let res = response("res");
    let length = (&res).bytes().await;
    tick("after").await;
    length
}

#[visible_async]
async fn oneshot_service() -> usize {
    let service = response("service");
    let request = log("request");
    let first = service.oneshot(request).await;
    tick("after").await;
    first
}

#[visible_async]
async fn merged() -> usize {
    let one = response("one");
    let two = response("two");
    let both = one.merge(two);
    tick("after").await;
    both.body.len()
}

#[visible_async]
async fn borrowed_by_reference() -> usize {
    let res = response("res");
    let _after = log("declared after");
    let length = (&res).finish();
    tick("after").await;
    length
}

#[visible_async]
async fn hasher_finishes() -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    load("key").await.name().hash(&mut hasher);
    let hash = hasher.finish();
    tick("after").await;
    hash % 2
}

#[visible_async]
async fn replaced_by_borrow() -> String {
    let mut text = String::from("a b");
    tick("before").await;
    text = text.replace("a", "c");
    tick("between").await;
    text = text.trim().to_uppercase();
    tick("after").await;
    text
}

#[visible_async]
async fn counted() -> usize {
    let page = response("page");
    let _after = log("declared after");
    let count = page.count();
    tick("after").await;
    count
}

#[visible_async]
async fn verb_in_non_move_block() -> usize {
    let value = log("value");
    let _after = log("declared after");
    let later = async { value.with("+").len() };
    tick("between").await;
    later.await
}

#[visible_async]
async fn block_moves_unknown() -> usize {
    let res = response("res");
    let _after = log("declared after");
    let spent = { res }.spend();
    tick("after").await;
    spent
}

#[visible_async]
async fn option_asked() -> bool {
    let slot = Some(load("slot").await);
    let _after = log("declared after");
    let some = slot.is_some_and(|value| value.len() > 1);
    tick("after").await;
    some
}

#[visible_async]
async fn own_method_consumes() -> usize {
    let res = response("res");
    let _after = log("declared after");
    let spent = res.spend();
    tick("after").await;
    spent
}
