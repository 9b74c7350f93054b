//! How large machines are, beside rustc's own, and which local makes them so; what stops one from being `Send`. None of them runs.
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
    let shared = Rc::new(name);
    std::future::ready(()).await;
    shared.len()
}

fn main() {
    let machine = copy("name".to_string(), 2);
    println!("{}\n{}", SizeReport::of(&machine), SendReport::of(&machine));
    print!("{}", SendReport::of(&shared("name".to_string())));
}
