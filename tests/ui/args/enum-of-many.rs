use visible_async::visible_async;

struct Client;

#[visible_async(enum = ClientState)]
impl Client {
    async fn send(&self) {}
}

fn main() {
    drop(Client.send());
}
