//! Where things may stand: templates in `emit` only, `unsafe` in the slot and the machine only, files and functions short.
use std::fs;
use std::path::{Path, PathBuf};

/// What builds tokens from a picture of them.
const TEMPLATES: [&str; 3] = ["quote!", "quote_spanned!", "parse_quote!"];

/// The only files with unsafe code, the slot family: the accesses to slots, whole, in parts, by a name and from leaf futures, what is
/// made of parts, keepers, what is seen of all that and which types own what they reach, the machine that polls and drops it, what tells the driver and the children
/// the tag, and the pin projection of the opaque future. Emitted code is
/// unsafe as well, but there it is quoted.
const UNSAFE: [&str; 16] = [
    "runtime-support/src/anew.rs",
    "runtime-support/src/slot.rs",
    "runtime-support/src/flag.rs",
    "runtime-support/src/held.rs",
    "runtime-support/src/owns.rs",
    "runtime-support/src/saved.rs",
    "runtime-support/src/holder.rs",
    "runtime-support/src/named.rs",
    "runtime-support/src/leaf.rs",
    "runtime-support/src/part.rs",
    "runtime-support/src/made.rs",
    "runtime-support/src/keep.rs",
    "runtime-support/src/machine.rs",
    "runtime-support/src/trace.rs",
    "runtime-support/src/children/running.rs",
    "runtime-support/src/opaque.rs",
];

/// Where templates stand.
const EMIT: &str = "macros/expand/src/emit";

const FILE_LINES: usize = 300;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file of ours below `folder`, with its path from the root and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut folders = vec![root().join(folder)];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("readable");
        let name = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
        (name, text)
    };
    found.into_iter().map(read).collect()
}

fn all_sources() -> Vec<(String, String)> {
    ["macros", "runtime-support", "tests", "examples"].into_iter().flat_map(sources).collect()
}

/// The line without its comment and without its string literals.
fn code(line: &str) -> String {
    let line = line.split("//").next().unwrap_or_default();
    line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

/// Whether `word` stands in the line as a whole word.
fn says(line: &str, word: &str) -> bool {
    let is_part = |side: Option<char>| side.is_some_and(|side| side.is_alphanumeric() || side == '_');
    let code = code(line);
    code.match_indices(word)
        .any(|(at, _)| !is_part(code[..at].chars().next_back()) && !is_part(code[at + word.len()..].chars().next()))
}

/// `path:line: text` of each line of the sources that `offends`.
fn lines(sources: &[(String, String)], offends: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let of_file = |(path, text): &(String, String)| {
        let numbered = text.lines().enumerate().filter(|(_, line)| offends(path, line));
        numbered.map(|(index, line)| format!("{path}:{}: {}", index + 1, line.trim())).collect::<Vec<_>>()
    };
    sources.iter().flat_map(of_file).collect()
}

fn none(what: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{what}:\n{}", offenders.join("\n"));
}

#[test]
fn templates_stand_in_emit() {
    let sources = sources("macros");
    let offenders =
        lines(&sources, |path, line| !path.starts_with(EMIT) && TEMPLATES.iter().any(|template| says(line, template)));
    none("templates outside emit", &offenders);
}

#[test]
fn unsafe_stands_in_the_runtime() {
    let sources: Vec<_> = ["runtime-support", "examples"].into_iter().flat_map(sources).collect();
    let offenders = lines(&sources, |path, line| !UNSAFE.contains(&path) && says(line, "unsafe"));
    none("unsafe outside the slot and the machine", &offenders);
    for compiler in ["macros/src/lib.rs", "macros/expand/src/lib.rs"] {
        let text = fs::read_to_string(root().join(compiler)).expect("readable");
        assert!(text.contains("#![forbid(unsafe_code)]"), "{compiler} does not forbid unsafe code");
    }
}

#[test]
fn every_unsafe_block_says_why() {
    let sources = sources("runtime-support");
    let mut offenders = Vec::new();
    for (path, text) in &sources {
        let lines: Vec<_> = text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let opens = says(line, "unsafe") && (line.contains("unsafe {") || line.trim_start().starts_with("unsafe impl"));
            let reasons = lines[index.saturating_sub(6)..index].iter();
            if opens && !reasons.map(|line| line.trim_start()).any(|line| line.starts_with("// SAFETY:")) {
                offenders.push(format!("{path}:{}", index + 1));
            }
        }
    }
    none("unsafe without its SAFETY comment", &offenders);
}

#[test]
fn files_are_short() {
    let long = |(path, text): &(String, String)| {
        let lines = text.lines().count();
        (lines > FILE_LINES).then(|| format!("{path}: {lines} lines"))
    };
    let offenders: Vec<_> = all_sources().iter().filter_map(long).collect();
    none("files of more than 300 lines", &offenders);
}

#[test]
fn functions_are_short() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("readable");
    assert_eq!(read("clippy.toml").trim(), "too-many-lines-threshold = 50");
    assert!(read("Cargo.toml").contains("[workspace.lints.clippy]\ntoo_many_lines = "), "clippy is to count lines");
    let excuses = lines(&all_sources(), |_, line| code(line).contains("allow(") && code(line).contains("too_many_lines"));
    none("functions excused from the limit", &excuses);
}

#[test]
fn published_members_take_the_lints() {
    let takes = |member: &str| {
        let manifest = fs::read_to_string(root().join(member).join("Cargo.toml")).expect("a manifest");
        manifest.contains("[lints]\nworkspace = true")
    };
    let members = ["macros", "macros/expand", "runtime-support"].map(String::from);
    let offenders: Vec<_> = members.into_iter().filter(|member| !takes(member)).collect();
    none("members without the workspace's lints", &offenders);
}
