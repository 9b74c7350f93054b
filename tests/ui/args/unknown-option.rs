use visible_async::visible_async;

#[visible_async(boxed)]
async fn first() {}

#[visible_async(macros(join), a::b = "c")]
async fn second() {}

#[visible_async("text")]
async fn third() {}

fn main() {
    drop((first(), second(), third()));
}
