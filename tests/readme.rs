//! README.md shows what is true: its first function is that of `examples/fetch.rs`, its states and its expansion are what the
//! compiler makes of it; its looks, children, tests, pictures, diagrams and reports are what `examples/look.rs`, `examples/children.rs`,
//! `examples/test_machine.rs`, `examples/stepper/`, `examples/diagram.rs` and `examples/report.rs` print. `UPDATE=1` writes them anew.
#[path = "expansions/render.rs"]
mod render;

use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(path(name)).expect(name)
}

/// The function as the example writes it, with its attribute.
fn function(example: &str) -> String {
    let start = example.find("#[visible_async").expect("an annotated function");
    let end = start + example[start..].find("\n}\n").expect("its end") + 3;
    example[start..end].to_string()
}

/// The function of this name, with its attribute.
fn function_of(example: &str, name: &str) -> String {
    let found = example.find(&format!("#[visible_async]\nasync fn {name}(")).expect("an annotated function");
    function(&example[found..])
}

/// The state enum of an expansion, moved to the left margin.
fn states(expansion: &str) -> String {
    let lines: Vec<_> = expansion.lines().collect();
    let name = lines.iter().position(|line| line.trim_start().starts_with("enum ")).expect("an enum");
    let start = lines[..name].iter().rposition(|line| line.trim_start().starts_with("/// Where")).expect("its description");
    let indent = lines[start].len() - lines[start].trim_start().len();
    let end = (name..lines.len()).find(|&at| lines[at] == format!("{:indent$}}}", "")).expect("its end");
    lines[start..=end].iter().map(|line| format!("{}\n", &line[indent.min(line.len())..])).collect()
}

/// What an example prints.
fn printed(example: &str) -> String {
    printed_with("", example)
}

/// The same with a feature.
fn printed_with(feature: &str, example: &str) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    let ran = cargo
        .args(["run", "--quiet", "--features", feature, "--example", example])
        .current_dir(path(""))
        .output()
        .expect("cargo runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("a text")
}

/// What begins with a line, up to an empty one.
fn paragraph(text: &str, first: &str) -> String {
    let lines = text.lines().skip_while(|line| *line != first).take_while(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

/// The text with `code` between the markers `<!-- name -->` and `<!-- /name -->`.
fn filled(readme: &str, name: &str, language: &str, code: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = readme.find(&open).unwrap_or_else(|| panic!("README.md has no {open}")) + open.len();
    let end = start + readme[start..].find(&close).unwrap_or_else(|| panic!("README.md has no {close}"));
    format!("{}\n```{language}\n{code}```\n\n{}", &readme[..start], &readme[end..])
}

#[test]
fn shows_the_real_expansion() {
    let example = read("examples/fetch.rs");
    let (name, expansion) = render::expansions(&example).swap_remove(0);
    assert_eq!(name, "fetch");
    let readme = read("README.md");
    let mut expected = filled(&readme, "function", "rust", &function(&example));
    expected = filled(&expected, "states", "rust", &states(&expansion));
    expected = filled(&expected, "expansion", "rust", &expansion);
    expected = filled(&expected, "look", "text", &printed("look"));
    expected = filled(&expected, "children", "text", &printed_with("children", "children"));
    expected = filled(&expected, "crawl", "rust", &function_of(&read("examples/children.rs"), "crawl"));
    expected =
        filled(&expected, "stepper", "text", &paragraph(&printed("stepper"), "uAwaitRead").replacen("uAwaitRead\n", "", 1));
    expected = filled(&expected, "tested", "text", &format!("{}\n", printed("test_machine").trim_end()));
    let diagrams = printed("diagram");
    expected = filled(&expected, "diagrammed", "rust", &function(&read("examples/diagram.rs")));
    expected = filled(&expected, "table", "text", &paragraph(&diagrams, "fetch in diagram"));
    expected = filled(&expected, "mermaid", "mermaid", &paragraph(&diagrams, "---"));
    expected = filled(&expected, "marked", "text", &paragraph(&diagrams, "after 2 polls: fetch in diagram"));
    expected = filled(&expected, "reported", "rust", &function(&read("examples/report.rs")));
    expected = filled(&expected, "reports", "text", &printed("report"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path("README.md"), &expected).expect("README.md");
    }
    assert_eq!(read("README.md"), expected, "README.md is out of date: UPDATE=1 cargo test --test readme");
}

#[test]
fn files_it_names_are_there() {
    let readme = read("README.md");
    let quoted = readme.split('`').skip(1).step_by(2);
    let named =
        quoted.filter(|text| ["macros/", "runtime-support/", "tests/", "examples/", ".ci/"].iter().any(|f| text.starts_with(f)));
    for name in named.filter(|name| !name.contains(['*', '<', ' '])) {
        assert!(path(name).exists(), "README.md names {name}");
    }
}
