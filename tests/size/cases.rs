// What the size of a machine depends on, one function per rule of the layout. Compiled twice: by rustc, and under the attribute.
use super::{Row, size_of_result};

#[visible_async]
async fn leaf(bytes: &[u8]) -> usize {
    tokio::task::yield_now().await;
    bytes.len()
}

// An argument held over one await.
#[visible_async]
async fn arg_big(buf: [u8; 1024]) -> usize {
    leaf(&buf).await
}

// The same argument passed through one function, and through two more.
#[visible_async]
async fn pass(buf: [u8; 1024]) -> usize {
    arg_big(buf).await
}

#[visible_async]
async fn pass3(buf: [u8; 1024]) -> usize {
    pass(buf).await
}

// Scopes that are never alive at the same time.
#[visible_async]
async fn siblings(third: bool) -> usize {
    let mut sum = 0;
    {
        let a = [1; 512];
        sum += leaf(&a).await;
        sum += leaf(&a).await;
    }
    {
        let b = [2; 512];
        sum += leaf(&b).await;
        sum += leaf(&b).await;
    }
    if third {
        let c = [3; 512];
        sum += leaf(&c).await;
        sum += leaf(&c).await;
    }
    sum
}

// A local moved into another one.
#[visible_async]
async fn moved(v: [u8; 512]) -> usize {
    let w = v;
    let n = leaf(&w).await;
    n + leaf(&w[..1]).await
}

#[visible_async]
async fn connect(url: &str) -> Result<Vec<u8>, String> {
    tokio::task::yield_now().await;
    Ok(url.as_bytes().to_vec())
}

#[visible_async]
async fn fill(page: &mut Vec<u8>, byte: u8) {
    tokio::task::yield_now().await;
    page.push(byte);
}

// The README's function.
#[visible_async]
async fn fetch(url: String, n: u8) -> Result<usize, String> {
    let mut page = connect(&url).await?;
    for i in 0..n {
        fill(&mut page, i).await;
    }
    Ok(page.len() + url.len())
}

// Ten functions, each of which passes its argument on.
macro_rules! nested {
    ($outer:ident, $inner:ident $($rest:tt)*) => {
        #[visible_async]
        async fn $outer(buf: [u8; 8192]) -> usize {
            $inner(buf).await
        }
        nested!($inner $($rest)*);
    };
    ($innermost:ident) => {
        #[visible_async]
        async fn $innermost(buf: [u8; 8192]) -> usize {
            leaf(&buf).await
        }
    };
}
nested!(nested10, nested9, nested8, nested7, nested6, nested5, nested4, nested3, nested2, nested1);

// A future that waits in an argument until it is polled: rustc stores it twice at each level.
#[visible_async]
async fn hold(_buf: [u8; 8192]) {}

#[visible_async]
async fn use_future(future: impl Future<Output = ()>) {
    future.await
}

macro_rules! wrapped {
    ($argument:expr, u $($rest:tt)*) => { use_future(wrapped!($argument, $($rest)*)) };
    ($argument:expr,) => { hold($argument) };
}

pub fn sizes() -> Vec<Row> {
    vec![
        ("arg_big", "a 1 KiB argument, held over an await", size_of_result(&|| arg_big([0; 1024]))),
        ("pass", "it is passed to another function", size_of_result(&|| pass([0; 1024]))),
        ("pass3", "and through a third", size_of_result(&|| pass3([0; 1024]))),
        ("siblings", "three scopes of 512 bytes, one after the other", size_of_result(&|| siblings(true))),
        ("moved", "512 bytes moved into another local", size_of_result(&|| moved([0; 512]))),
        ("fetch", "the function at the top of this page", size_of_result(&|| fetch(String::new(), 1))),
        ("nested10", "8 KiB passed through ten functions", size_of_result(&|| nested10([0; 8192]))),
        (
            "wrapped10",
            "a future of 8 KiB as the argument of ten functions",
            size_of_result(&|| wrapped!([0; 8192], u u u u u u u u u u)),
        ),
    ]
}
