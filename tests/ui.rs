//! Diagnostics: each at the user's token, saying what is wrong and what to write instead.
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn messages() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/ui/args/*.rs");
    cases.compile_fail("tests/ui/signature/*.rs");
    cases.compile_fail("tests/ui/judge/*.rs");
    cases.compile_fail("tests/ui/guesses/*.rs");
    cases.compile_fail("tests/ui/named/*.rs");
}

/// Messages that rustc never lets an annotated item reach; `expand.rs` of their stage tests them in-process.
const IN_PROCESS: &[&str] = &["out-of-line-mod"];

#[test]
fn every_message_has_a_case() {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui");
    let folders = std::fs::read_dir(ui).expect("tests/ui");
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.expect("a folder").path()).expect("a folder"));
    let cases: BTreeSet<_> = files.map(|file| file.expect("a file").file_name()).collect();
    for message in visible_async_expand::diag::catalog::ALL {
        let has_case = cases.contains(std::ffi::OsStr::new(&format!("{}.rs", message.code)));
        assert!(has_case || IN_PROCESS.contains(&message.code), "no case in tests/ui/ for {}", message.code);
    }
}
