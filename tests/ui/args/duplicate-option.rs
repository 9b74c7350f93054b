use visible_async::visible_async;

#[visible_async(macros(join), macros(select))]
async fn twice() {}

fn main() {
    drop(twice());
}
