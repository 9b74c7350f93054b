//! The first program: one annotated function, fetching a page over a loopback connection.
use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use visible_async::visible_async;

// README.md shows this function and its expansion; tests/readme.rs keeps them equal.
#[visible_async]
async fn fetch(address: String) -> io::Result<String> {
    let mut stream = TcpStream::connect(&address).await?;
    let mut page = String::new();
    stream.read_to_string(&mut page).await?;
    Ok(page)
}

#[visible_async]
async fn serve_once(listener: TcpListener) -> io::Result<()> {
    let (mut stream, _peer) = listener.accept().await?;
    stream.write_all(b"a page").await
}

#[visible_async]
#[tokio::main]
async fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let (served, page) = tokio::join!(serve_once(listener), fetch(address));
    served?;
    println!("fetched: {}", page?);
    Ok(())
}
