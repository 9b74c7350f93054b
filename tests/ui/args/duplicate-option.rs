use visible_async::visible_async;

#[visible_async(macros(join), macros(select))]
async fn twice() {}

#[visible_async(doc, report, doc)]
async fn flags() {}

fn main() {
    drop((twice(), flags()));
}
