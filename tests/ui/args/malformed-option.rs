use visible_async::visible_async;

#[visible_async(macros)]
async fn bare() {}

#[visible_async(macros = "join")]
async fn value() {}

#[visible_async(macros(join!))]
async fn bang() {}

fn main() {
    drop((bare(), value(), bang()));
}
