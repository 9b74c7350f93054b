//! The corpus is whole: every file is compared in both editions, every function under the attribute is a case or used by one.
use std::fs;
use std::path::Path;

/// Files that only edition 2024 can compile.
const NOT_IN_2021: [&str; 2] = ["chains", "tails"];

/// The names and contents of a folder's files.
fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("a file").path());
    files
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("readable"))
        })
        .collect()
}

fn themes() -> Vec<(String, String)> {
    files("tests/corpus")
}

#[test]
fn every_file_is_compared() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let old: String = files("tests/edition-2021/tests").into_iter().map(|(_, text)| text).collect();
    for (name, _) in themes() {
        let target = fs::read_to_string(root.join(format!("diff_{name}.rs"))).unwrap_or_default();
        assert!(target.contains(&format!("\"corpus/{name}.rs\"")), "no tests/diff_{name}.rs");
        let listed = old.contains(&format!("\"../../corpus/{name}.rs\""));
        assert_eq!(listed, !NOT_IN_2021.contains(&name.as_str()), "{name} in edition 2021");
    }
}

#[test]
fn files_are_short() {
    for (name, text) in themes() {
        assert!(text.lines().count() <= 300, "{name}.rs is too long");
    }
}

#[test]
fn there_are_many_cases() {
    let functions: usize = themes().iter().map(|(_, text)| text.matches("#[visible_async]").count()).sum();
    assert!(functions >= 500, "{functions}");
}

/// A case without the attribute would be compared with itself.
#[test]
fn every_case_is_annotated() {
    for (name, text) in themes() {
        let cases = text.split("\n}\n").next().unwrap_or_default();
        let called = |line: &str| cases.contains(&format!("\n    {line}("));
        let mut annotated = false;
        for line in text.lines() {
            let function = line.strip_prefix("pub ").unwrap_or(line).strip_prefix("async fn ");
            let function = function.and_then(|rest| rest.split(['(', '<']).next());
            assert!(annotated || !function.is_some_and(called), "{name}.rs: {line}");
            annotated = line.contains("visible_async") || (annotated && (line.starts_with("#[") || line.starts_with("//")));
        }
    }
}
