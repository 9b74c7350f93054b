//! What is wrong with the value of a call, where the machine has parts of it in slots: once, and in rustc's own words.
use visible_async::visible_async;

struct Server {
    port: u8,
    name: String,
}

impl Server {
    fn port(&self, offset: u8) -> u8 {
        self.port + offset
    }
}

async fn name() -> Result<String, std::fmt::Error> {
    Ok(String::new())
}

async fn text() -> String {
    String::new()
}

async fn number() -> u8 {
    1
}

fn takes(_: u8) {}

#[visible_async]
async fn argument() {
    takes(name().await.unwrap());
}

#[visible_async]
async fn tail() -> u8 {
    name().await.unwrap()
}

#[visible_async]
async fn fields() -> Server {
    Server { port: text().await, name: text().await }
}

#[visible_async]
async fn method_at_the_end(server: Server) -> String {
    number().await;
    server.port(1)
}

#[visible_async]
async fn methods_as_arguments(server: Server) {
    let own = server;
    number().await;
    if own.port(1) {
        number().await;
    }
    takes(own.name)
}

fn main() {}
