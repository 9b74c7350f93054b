use visible_async::visible_async;

#[visible_async(doc = "text")]
async fn text() {}

#[visible_async(report(sizes))]
async fn list() {}

fn main() {
    drop((text(), list()));
}
