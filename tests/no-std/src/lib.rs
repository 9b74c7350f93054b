//! Annotated functions where there is neither std nor alloc.
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings)]
use core::fmt::{self, Write};
use core::future::poll_fn;
use core::task::Poll;
use visible_async::{SendReport, SizeReport, VisibleFuture, visible_async};

/// A device with a byte to read now and then.
pub trait Port {
    /// What can go wrong.
    type Error;
    /// Waits for the next byte.
    fn read(&mut self) -> impl Future<Output = Result<u8, Self::Error>>;
    /// Sends one byte.
    fn write(&mut self, byte: u8) -> impl Future<Output = Result<(), Self::Error>>;
}

/// Pending once.
#[visible_async(report)]
pub async fn pause() {
    let mut polled = false;
    poll_fn(|context| {
        if core::mem::replace(&mut polled, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Reads until `end` or until the buffer is full; gives the filled part.
#[visible_async]
pub async fn read_until<'b, P: Port>(port: &mut P, end: u8, buffer: &'b mut [u8]) -> Result<&'b [u8], P::Error> {
    let mut length = 0;
    for place in buffer.iter_mut() {
        let byte = port.read().await?;
        if byte == end {
            break;
        }
        *place = byte;
        length += 1;
    }
    Ok(&buffer[..length])
}

/// Echoes lines of at most `N` bytes until the port fails.
#[visible_async]
pub async fn echo<P: Port, const N: usize>(mut port: P) -> P::Error {
    let mut line = [0; N];
    loop {
        match read_until(&mut port, b'\n', &mut line).await {
            Ok(bytes) => {
                for byte in bytes {
                    if let Err(error) = port.write(*byte).await {
                        return error;
                    }
                }
                pause().await;
            }
            Err(error) => return error,
        }
    }
}

/// A text of fixed capacity.
#[derive(Default)]
pub struct Text {
    length: usize,
    bytes: [u8; 16],
}

impl Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[visible_async]
impl Text {
    /// Counts with a pause before each number.
    ///
    /// # Errors
    /// When the text is full.
    pub async fn count(&mut self, to: u8) -> fmt::Result {
        for number in 0..to {
            pause().await;
            write!(self, "{number} ")?;
        }
        Ok(())
    }
}

/// A machine as an argument.
pub fn state_name(machine: &impl VisibleFuture) -> &'static str {
    machine.state().name
}

/// A text of fixed capacity, long enough for the diagrams of a function.
pub struct Page {
    length: usize,
    bytes: [u8; 2048],
}

impl Write for Page {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        self.bytes.get_mut(self.length..end).ok_or(fmt::Error)?.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}

/// Writes how large a machine is, and what stops it from being `Send`.
///
/// # Errors
/// When the page is full.
pub fn report(machine: &impl VisibleFuture, page: &mut Page) -> fmt::Result {
    write!(page, "{}{}", SizeReport::of(machine), SendReport::of(machine))
}

/// Writes what is known of a machine, and marks the state that it is in.
///
/// # Errors
/// When the page is full.
pub fn show(machine: &impl VisibleFuture, page: &mut Page) -> fmt::Result {
    let diagram = machine.description().diagram().at(machine.state());
    write!(page, "{}{}{}", diagram.table(), diagram.mermaid(), diagram.dot())
}
