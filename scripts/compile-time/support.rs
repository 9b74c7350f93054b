//! What the generated functions await.
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

pub struct Page {
    pub body: String,
    pub attempt: u32,
}

#[derive(Debug)]
pub struct Error {
    pub fatal: bool,
    pub text: String,
}

impl Error {
    pub fn new(text: &str) -> Self {
        Error { fatal: true, text: text.to_owned() }
    }
}

pub enum State {
    Idle,
    Open(u64),
    Closed,
}

pub struct Ready<T>(Option<T>);

impl<T> Unpin for Ready<T> {}

impl<T> Future for Ready<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        self.0.take().map_or(Poll::Pending, Poll::Ready)
    }
}

pub fn pause(_: u32) -> Ready<()> {
    Ready(Some(()))
}

pub fn request(url: &str, attempt: u32) -> Ready<Result<String, Error>> {
    Ready(Some(if attempt == 7 { Err(Error::new(url)) } else { Ok(url.to_owned()) }))
}

pub struct Stream(pub Vec<u8>);

impl Stream {
    pub fn read<'a>(&'a mut self, buffer: &'a mut [u8]) -> Ready<Result<usize, Error>> {
        let count = self.0.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.0[..count]);
        self.0.drain(..count);
        Ready(Some(Ok(count)))
    }

    pub fn next_chunk(&mut self, buffer: &mut [u8]) -> Ready<Result<Option<usize>, Error>> {
        let count = self.read(buffer).0.and_then(Result::ok).filter(|count| *count > 0);
        Ready(Some(Ok(count)))
    }

    pub fn write(&mut self, bytes: &[u8]) -> Ready<Result<(), Error>> {
        self.0.extend_from_slice(bytes);
        Ready(Some(Ok(())))
    }

    pub fn flush(&mut self) -> Ready<Result<(), Error>> {
        Ready(Some(Ok(())))
    }
}

pub struct Cache(pub u64);

impl Cache {
    pub fn get(&self, key: u64) -> Ready<Option<u64>> {
        Ready(Some(Some(key ^ self.0)))
    }

    pub fn put(&self, _: u64, _: u64) -> Ready<()> {
        Ready(Some(()))
    }

    pub fn find(&self, name: &str) -> Ready<Option<u64>> {
        Ready(Some(Some(name.len() as u64)))
    }
}

/// Polls a future to its end, so that its code is generated.
pub fn run<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let cx = &mut Context::from_waker(std::task::Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(cx) {
            return value;
        }
    }
}
