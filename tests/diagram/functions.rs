// What the diagrams show. The snapshots have the lines: what is new goes to the end.
use visible_async::visible_async;

pub struct Page(pub Vec<u8>);

pub type Error = &'static str;

async fn connect(url: &str) -> Result<Page, Error> {
    pause().await;
    if url.is_empty() { Err("no address") } else { Ok(Page(url.as_bytes().to_vec())) }
}

async fn show(_text: &str) {}

/// Is pending once.
async fn pause() {
    let mut polled = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut polled, true) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
}

#[visible_async(doc)]
pub async fn straight(url: String) -> usize {
    let page = connect(&url).await;
    pause().await;
    page.map_or(0, |page| page.0.len())
}

#[visible_async(doc)]
pub async fn rounds(url: String, n: u8) -> Result<usize, Error> {
    let mut all = Vec::new();
    loop {
        let page = connect(&url).await?;
        if page.0.len() > usize::from(n) {
            break;
        }
        all.push(page);
        pause().await;
    }
    pause().await;
    Ok(all.len())
}

#[visible_async(doc)]
pub async fn awkward(größe: &str) {
    show("a \"quote\", a \\, <b>bold</b> & {braces}; # %% -->: [*]").await;
    show(
        "two
         lines",
    )
    .await;
    größenordnung(größe).await;
    show("a text of more than sixty characters, of which the last ones are not shown").await;
    show(["*a* ~~b~~ `c` _d_e \\n \\* [e](f) &lt;"][0]).await;
}

async fn größenordnung(_größe: &str) {}

mod r#type {
    pub async fn r#match(_loop: u8) {}
}

#[visible_async(doc)]
pub async fn r#struct(r#loop: u8) {
    r#type::r#match(r#loop).await;
    let r#enum = r#loop;
    r#type::r#match(r#enum).await;
    r#enum.to_string();
}

/// Hides control flow, so that rustc makes the machine.
macro_rules! give {
    ($value:expr) => {
        return $value
    };
}

#[visible_async(doc)]
pub async fn opaque() -> u8 {
    pause().await;
    give!(1);
}

#[visible_async(doc)]
pub async fn choice(n: u8) -> u8 {
    let mut all = 0;
    for round in 0..n {
        match round % 4 {
            0 => pause().await,
            1 => show("one").await,
            2 => {
                show("two").await;
                continue;
            }
            _ => return all,
        }
        all += round;
    }
    all
}

/// As many times ten awaits as it is given numbers.
macro_rules! tens {
    ($name:ident: $($ten:literal)*) => {
        #[visible_async(doc)]
        pub async fn $name() -> Result<(), Error> {
            $(
                connect("0").await?; connect("1").await?; connect("2").await?; connect("3").await?; connect("4").await?;
                connect("5").await?; connect("6").await?; connect("7").await?; connect("8").await?; connect($ten).await?;
            )*
            Ok(())
        }
    };
}

tens!(long: "a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l");
tens!(longest: "a" "b" "c" "d" "e" "f" "g" "h" "i" "j" "k" "l" "m" "n" "o" "p" "q" "r" "s" "t" "u" "v" "w" "x");
