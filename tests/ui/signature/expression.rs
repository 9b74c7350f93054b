use visible_async::visible_async;

fn main() {
    #[visible_async]
    let block = async { 1 };
    let closure = #[visible_async]
    async || 2;
    drop((block, closure));
}
