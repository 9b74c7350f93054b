// More parts: matched as fields, beside closures, many of them.
use visible_async_test_support::prelude::*;

cases! {
    flags_of_a_struct(Flags { go: true, quiet: false, reader: log("reader") });
    flags_of_a_struct(Flags { go: false, quiet: false, reader: log("reader") });
    optional_field(true);
    optional_field(false);
    optional_field_of_an_unknown_local(true);
    optional_field_of_an_unknown_local(false);
    copied_through_a_reference(&Sized3 { number: Some(3), text: "t" });
    closure_reaches_another_part(true);
    closure_reaches_another_part(false);
    many_parts();
    part_of_another_name(pair("both"));
    borrowed_after_it_was_put_back(true);
    borrowed_after_it_was_put_back(false);
}

struct Version {
    tag: Option<Log>,
    path: Log,
    size: usize,
}

async fn version(tagged: bool) -> Version {
    tick("version").await;
    Version { tag: tagged.then(|| log("tag")), path: log("path"), size: 7 }
}

async fn all_of(tagged: bool) -> Result<Version, Log> {
    tick("all").await;
    Ok(version(tagged).await)
}

#[visible_async]
async fn optional_field(tagged: bool) -> usize {
    let version = version(tagged).await;
    let beside = log("beside");
    if let Some(tag) = version.tag {
        tick("tag").await;
        drop(tag);
        tick("dropped").await;
    }
    beside.len() + version.size
}

#[visible_async]
async fn optional_field_of_an_unknown_local(tagged: bool) -> Result<usize, Log> {
    let found = all_of(tagged).await?;
    let size = match found.tag {
        Some(tag) => {
            tick("tag").await;
            tag.len()
        }
        None => 0,
    };
    tick("after").await;
    Ok(size + found.path.len())
}

struct Sized3 {
    number: Option<usize>,
    text: &'static str,
}

#[visible_async]
async fn copied_through_a_reference(all: &'static Sized3) -> usize {
    let view = pick(all).await;
    let mut sum = 0;
    if let Some(number) = view.number {
        tick("number").await;
        sum += number;
    }
    tick("after").await;
    sum + view.text.len()
}

async fn pick(all: &Sized3) -> &Sized3 {
    tick("pick").await;
    all
}

struct Upload {
    builder: Builder,
    payload: Option<Log>,
    path: Log,
    _rest: Log,
}

struct Builder(Log);

impl Builder {
    fn with_header(self, header: &Log) -> Builder {
        event(format!("header {}", header.name()));
        self
    }
    fn with_payload(self, payload: Option<Log>) -> Builder {
        event("payload");
        drop(payload);
        self
    }
    async fn execute(self, fails: bool) -> Result<Log, usize> {
        tick("execute").await;
        if fails { Err(self.0.len()) } else { Ok(self.0) }
    }
}

impl Upload {
    #[visible_async]
    async fn upload(self, fails: bool) -> Result<usize, String> {
        let header = load("header").await;
        let sent = self
            .builder
            .with_header(&header)
            .with_payload(self.payload)
            .execute(fails)
            .await
            .map_err(|size| format!("{} {size}", self.path.name()))?;
        tick("after").await;
        Ok(sent.len() + self.path.len())
    }
}

#[visible_async]
async fn closure_reaches_another_part(fails: bool) -> Result<usize, String> {
    let upload =
        Upload { builder: Builder(log("builder")), payload: Some(log("payload")), path: log("path"), _rest: log("rest") };
    upload.upload(fails).await
}

struct Options {
    a: Log,
    b: Log,
    c: Log,
    d: Log,
    e: Log,
    f: Log,
    g: Log,
    h: Log,
    i: Log,
    j: Log,
    k: Log,
}

struct Config(Log, Log, Log, Log, Log, Log, Log, Log, Log, Log);

impl Config {
    fn each(&self) -> impl Iterator<Item = &Log> {
        let Config(a, b, c, d, e, f, g, h, i, j) = self;
        [a, b, c, d, e, f, g, h, i, j].into_iter()
    }
}

#[visible_async]
async fn many_parts() -> usize {
    let options = options().await;
    let config =
        Config(options.a, options.b, options.c, options.d, options.e, options.f, options.g, options.h, options.i, options.j);
    tick("after").await;
    config.each().map(Log::len).sum::<usize>() + options.k.len()
}

async fn options() -> Options {
    tick("options").await;
    Options {
        a: log("a"),
        b: log("b"),
        c: log("c"),
        d: log("d"),
        e: log("e"),
        f: log("f"),
        g: log("g"),
        h: log("h"),
        i: log("i"),
        j: log("j"),
        k: log("k"),
    }
}

#[visible_async]
async fn part_of_another_name(given: Pair) -> usize {
    let both = given;
    let size = match both {
        Pair { left, .. } => left.finish(),
    };
    tick("after").await;
    size + both.right.len()
}

#[visible_async]
async fn borrowed_after_it_was_put_back(early: bool) -> usize {
    let mut both = leaf("both", pair("both")).await;
    if early {
        let left = both.left.with("moved");
        return left.send("early").await;
    }
    both.left = load("left").await;
    let held = both.left.grow("grown");
    held.len() + leaf("last", 1).await
}

pub struct Flags {
    go: bool,
    quiet: bool,
    reader: Log,
}

impl Flags {
    // Two of one name: nothing tells whether it moves.
    #[allow(dead_code, reason = "only declared")]
    fn portion(&self) {}
}

trait Portion {
    fn portion(self) -> usize;
}

impl Portion for Log {
    fn portion(self) -> usize {
        event("portion");
        self.len()
    }
}

#[visible_async]
async fn flags_of_a_struct(flags: Flags) -> usize {
    let size = if flags.go && !flags.quiet {
        tick("go").await;
        flags.reader.portion()
    } else {
        flags.reader.portion()
    };
    tick("after").await;
    size
}
