//! How large machines are, beside rustc's own, and why; and what stops one from being `Send`: without running any of them.
use std::rc::Rc;
use visible_async::{SendReport, SizeReport, visible_async};

type Error = Box<dyn std::error::Error>;

async fn receive(_buffer: &mut [u8]) -> Result<usize, Error> {
    Ok(0)
}

async fn store(_bytes: &[u8]) -> Result<(), Error> {
    Ok(())
}

#[visible_async(report)]
async fn copy(name: String, count: u32) -> Result<usize, Error> {
    let mut total = 0;
    for _ in 0..count {
        let mut buffer = [0; 512];
        let length = receive(&mut buffer).await?;
        store(&buffer[..length]).await?;
        total += length;
    }
    store(name.as_bytes()).await?;
    Ok(total)
}

#[visible_async]
async fn shared(name: String) -> usize {
    let name = Rc::new(name);
    let again = Rc::clone(&name);
    std::future::ready(()).await;
    name.len() + again.len()
}

fn main() {
    println!("{}", SizeReport::of(&copy(String::new(), 2)));
    println!("{}", SendReport::of(&copy(String::new(), 2)));
    println!("{}", SendReport::of(&shared(String::new())));
}
