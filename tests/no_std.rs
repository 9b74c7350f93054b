//! The crate without std and without alloc: built by itself, as the features of a workspace's members are united otherwise.
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds apart from the workspace's own build, whose lock `cargo test` may hold.
fn build(arguments: &[&str]) {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no-std");
    let built = Command::new(env!("CARGO"))
        .args(["check", "--quiet"])
        .args(arguments)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env("CARGO_TARGET_DIR", target)
        .output()
        .expect("cargo runs");
    assert!(built.status.success(), "cargo check {arguments:?}\n{}", String::from_utf8_lossy(&built.stderr));
}

#[test]
fn runtime_without_default_features() {
    build(&["--package", "visible-async", "--no-default-features"]);
}

#[test]
fn runtime_with_alloc_only() {
    build(&["--package", "visible-async", "--no-default-features", "--features", "alloc"]);
}

#[test]
fn annotated_functions() {
    build(&["--package", "visible-async-no-std"]);
}

/// The attribute leaves no name of std in what it emits, and the crate itself needs none.
#[test]
fn no_std_in_the_sources() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime-support/src/lib.rs");
    let text = std::fs::read_to_string(runtime).expect("readable");
    assert!(text.contains("#![no_std]"), "runtime-support is to be #![no_std]");
}
