use visible_async::visible_async;

struct Client;

impl Client {
    #[visible_async(enum = SendState)]
    async fn send(&self) {}
}

fn main() {
    drop(Client.send());
}
