use visible_async::visible_async;

#[visible_async(enum)]
async fn bare() {}

#[visible_async(enum(Name))]
async fn list() {}

#[visible_async(enum = a::Name)]
async fn path() {}

#[visible_async(enum = "Name", macros(join))]
async fn text() {}

#[visible_async(enum = First, enum = Second)]
async fn twice() {}

fn main() {
    drop((bare(), list(), path(), text(), twice()));
}
