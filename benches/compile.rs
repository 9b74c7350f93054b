//! The time that rustc takes for three hundred annotated functions over that for the same three hundred plain ones: `cargo check` and a
//! release build of the crate that holds them, its dependencies built. The least of some interleaved rounds.
use std::{fs, path::Path, process::Command, time::Instant};

const SHAPES: &str = include_str!("compile_shapes.rs");
const COPIES: usize = 30;
const ROUNDS: usize = 3;

const IO: &str = r#"
pub struct Conn(pub String);
pub struct Error;
pub async fn connect(host: &str) -> Result<Conn, Error> { Ok(Conn(host.to_owned())) }
pub async fn read(conn: &mut Conn) -> Result<String, Error> { Ok(std::mem::take(&mut conn.0)) }
pub async fn write(conn: &mut Conn, bytes: &[u8]) -> Result<(), Error> { conn.0.extend(bytes.iter().map(|b| char::from(*b))); Ok(()) }
pub async fn pause(_: u32) {}
pub fn run<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
            return output;
        }
    }
}
"#;

fn main() {
    let scratch = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/compile");
    let crates = ["plain", "visible"].map(|name| scratch.join(name));
    for (at, each) in crates.iter().enumerate() {
        write_crate(each, at == 1);
    }
    for (what, arguments) in [("check", &["check"][..]), ("release build", &["build", "--release"][..])] {
        let mut least = [f64::INFINITY; 2];
        for _ in 0..=ROUNDS {
            for (least, each) in least.iter_mut().zip(&crates) {
                *least = least.min(build(each, &scratch, arguments));
            }
        }
        println!("{what:14} plain {:.2} s, visible {:.2} s, ratio {:.2}", least[0], least[1], least[1] / least[0]);
    }
}

fn write_crate(at: &Path, annotated: bool) {
    let name = at.file_name().expect("a name").to_string_lossy();
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime-support");
    let shapes =
        if annotated { SHAPES.replace("\nasync fn", "\n#[visible_async::visible_async]\nasync fn") } else { SHAPES.to_owned() };
    let shapes = shapes.replace("async fn", "pub async fn");
    let modules: String = (0..COPIES).map(|copy| format!("pub mod copy{copy} {{\n{shapes}\n}}\n")).collect();
    let manifest = format!(
        "[workspace]\n[package]\nname = \"compile-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\nvisible-async = {{ path = {runtime:?} }}\n"
    );
    fs::create_dir_all(at.join("src")).expect("a folder");
    fs::write(at.join("Cargo.toml"), manifest).expect("a manifest");
    fs::write(at.join("src/lib.rs"), format!("pub mod io {{{IO}}}\n{modules}")).expect("a source");
}

/// Seconds, for this crate alone.
fn build(each: &Path, scratch: &Path, arguments: &[&str]) -> f64 {
    let source = each.join("src/lib.rs");
    let text = fs::read_to_string(&source).expect("the source");
    fs::write(&source, text).expect("the source");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(arguments)
        .arg("--quiet")
        .current_dir(each)
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env("CARGO_INCREMENTAL", "0");
    let start = Instant::now();
    assert!(cargo.status().expect("cargo").success(), "{} does not compile", each.display());
    start.elapsed().as_secs_f64()
}
