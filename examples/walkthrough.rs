//! The main job on real input: reads a file, serves it over a loopback TCP connection and fetches it from there, and prints
//! each state that the machines are suspended in.
use std::future::Future;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use visible_async::{StateInfo, VisibleFuture, visible_async};

/// Reads a whole file and says how many lines it has.
#[visible_async]
async fn read_page(path: &Path) -> io::Result<(String, usize)> {
    let mut file = tokio::fs::File::open(path).await?;
    let size = file.metadata().await?.len();
    let mut page = String::with_capacity(usize::try_from(size).unwrap_or(0));
    file.read_to_string(&mut page).await?;
    let lines = page.lines().count();
    Ok((page, lines))
}

/// Answers `visits` requests of one line each: with the page if they ask for `name`, else with an error message.
#[visible_async]
async fn serve(listener: TcpListener, name: &str, page: &str, visits: u8) -> io::Result<usize> {
    let mut sent = 0;
    for _ in 0..visits {
        let (mut stream, _peer) = listener.accept().await?;
        let (receiver, mut sender) = stream.split();
        let mut request = String::new();
        BufReader::new(receiver).read_line(&mut request).await?;
        let answer = if request.trim_end() == name { page } else { "not found" };
        sender.write_all(answer.as_bytes()).await?;
        sender.shutdown().await?;
        sent += answer.len();
    }
    Ok(sent)
}

/// Asks for a page, line by line, and gives up when the server has no such page.
#[visible_async]
async fn fetch(address: &str, name: &str) -> io::Result<Vec<String>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(format!("{name}\n").as_bytes()).await?;
    let mut answer = BufReader::new(stream).lines();
    let mut lines = Vec::new();
    while let Some(line) = answer.next_line().await? {
        if line == "not found" {
            return Err(io::Error::new(ErrorKind::NotFound, name));
        }
        lines.push(line);
        // Once a line, so that the reader sees the machine come to rest here.
        tokio::task::yield_now().await;
    }
    Ok(lines)
}

/// Polls a machine and prints the state it is suspended in, whenever that is another one than before.
struct Watch<F> {
    label: &'static str,
    machine: Pin<Box<F>>,
    last: Option<StateInfo>,
    polls: usize,
}

impl<F: VisibleFuture> Watch<F> {
    fn new(label: &'static str, machine: F) -> Self {
        let mut watch = Self { label, machine: Box::pin(machine), last: None, polls: 0 };
        watch.show();
        watch
    }

    fn show(&mut self) {
        let state = self.machine.state();
        if self.last.is_none_or(|last| last.index != state.index) {
            let StateInfo { name, line, text, .. } = state;
            println!("{:<9} {:>4}  {name:<18} line {line:<3} {text}", self.label, self.polls);
        }
        self.last = Some(state);
    }
}

impl<F: VisibleFuture> Future for Watch<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let polled = self.machine.as_mut().poll(context);
        self.polls += 1;
        self.show();
        polled
    }
}

/// A file of this process's own, with a page in it.
fn write_page() -> io::Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("visible-async-walkthrough-{}.txt", std::process::id()));
    std::fs::write(&path, "A future is a value.\nIt is polled until it is ready.\nIts state can be read.\n")?;
    Ok(path)
}

/// Asks for the page that is there, then for one that is not.
#[visible_async]
async fn visit(address: &str) {
    for name in ["page", "other"] {
        let fetched = Watch::new("fetch", fetch(address, name)).await;
        println!("{:14} = {:?}", "", fetched.map_err(|error| error.kind()));
    }
}

#[visible_async]
async fn walk(path: &Path) -> io::Result<()> {
    println!("machine   poll  state              source");
    let (page, lines) = Watch::new("read_page", read_page(path)).await?;
    println!("{:14} = {lines} lines, {} bytes", "", page.len());

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let (sent, ()) = tokio::join!(Watch::new("serve", serve(listener, "page", &page, 2)), visit(&address));
    println!("{:14} = served {} bytes", "", sent?);
    Ok(())
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let path = write_page()?;
    let result = walk(&path).await;
    std::fs::remove_file(&path)?;
    result
}
