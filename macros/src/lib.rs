//! The attribute `#[visible_async]`; use it through the crate `visible-async`.
#![forbid(unsafe_code)]
use proc_macro::{Span, TokenStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use visible_async_expand::resolve::beside::{self, Beside};
use visible_async_expand::resolve::hidden::Definition;

/// Rewrites an `async fn` into a state machine one can read.
///
/// It stands on an `async fn`, free or in an `impl`, or on a whole `impl` block or inline `mod`, where it means every
/// async fn in it. Put it above attributes that want to see an `async fn`, such as `#[tokio::test]`. On an `impl` it sees
/// more than on a method: what the header declares, and whether a trait is implemented.
///
/// `#[visible_async(macros(name, path::name))]` lists macros of yours that await inside or whose arguments may await; those of the
/// crate's own files are found.
///
/// `#[visible_async(enum = FetchState)]` declares an enum of the states beside the function, with its visibility: `state()` tells one of
/// them, and `local(FetchState::page)` reads a local by its name.
///
/// Below the text that you wrote, the documentation of the function has a table of its states. `#[visible_async(doc)]` adds a diagram for
/// Mermaid, the same that `Description::diagram` gives.
///
/// `#[visible_async(report)]` lets a `SizeReport` say how large rustc's own machine for the same body would be. rustc checks the body once more for
/// it.
#[proc_macro_attribute]
pub fn visible_async(args: TokenStream, item: TokenStream) -> TokenStream {
    visible_async_expand::expand_beside(args.into(), item.into(), &beside()).into()
}

/// Says that a type owns all that it reaches: each of its fields is `Owns`, and it has no lifetime.
#[proc_macro_derive(Owns)]
pub fn owns(item: TokenStream) -> TokenStream {
    visible_async_expand::derive_owns(item.into()).into()
}

/// What the file at hand declares: whether a method consumes can be seen nowhere else, and whether a macro awaits inside or wants a
/// name only there and in the crate's other files.
/// The last file is remembered, as its other functions come next.
fn beside() -> Arc<Beside> {
    static LAST: Mutex<Option<(PathBuf, Arc<Beside>)>> = Mutex::new(None);
    let Some(file) = Span::call_site().local_file() else { return Arc::default() };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, found)) = last.as_ref().filter(|(path, _)| *path == file) {
        return found.clone();
    }
    let own = Beside::read(&std::fs::read_to_string(&file).unwrap_or_default());
    let found = Arc::new(Beside { elsewhere: elsewhere(&file), ..own });
    *last = Some((file, found.clone()));
    found
}

/// The macros of the crate's files: of those in the same folder (`src`, `tests`, ..) of the package. They are read once.
fn elsewhere(file: &Path) -> Arc<Vec<Definition>> {
    static READ: Mutex<Option<(PathBuf, Arc<Vec<Definition>>)>> = Mutex::new(None);
    let Some(folder) = folder(file) else { return Arc::default() };
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, found)) = read.as_ref().filter(|(path, _)| *path == folder) {
        return found.clone();
    }
    let mut files = Vec::new();
    rust_files(&folder, &mut files);
    let found = Arc::new(beside::elsewhere(files.iter().filter_map(|file| std::fs::read_to_string(file).ok())));
    *read = Some((folder, found.clone()));
    found
}

fn folder(file: &Path) -> Option<PathBuf> {
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR")?);
    let file = std::path::absolute(file).ok()?;
    let mut inside = file.strip_prefix(&package).ok()?.components();
    let first = inside.next()?;
    inside.next().map(|_| package.join(first))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        match (entry.file_type(), entry.path()) {
            // Another package in it has macros of its own.
            (Ok(kind), path) if kind.is_dir() && path.join("Cargo.toml").exists() => {}
            (Ok(kind), path) if kind.is_dir() => rust_files(&path, found),
            (Ok(_), path) if path.extension().is_some_and(|extension| extension == "rs") => found.push(path),
            _ => {}
        }
    }
}
