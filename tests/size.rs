//! How large machines are, beside rustc's futures of the same functions.
//!
//! `size.golden` is the table; `UPDATE=1 cargo test --test size` writes it anew, `-- --nocapture` prints it for the README.
use std::fmt::Write as _;
use std::path::Path;

/// Name, what it shows, bytes.
type Row = (&'static str, &'static str, usize);

/// The function is not called: the largest of rustc's futures does not fit on a test's stack.
const fn size_of_result<F>(_make: &impl FnOnce() -> F) -> usize {
    size_of::<F>()
}

mod plain {
    use visible_async_test_support::attributes::plain as visible_async;
    include!("size/cases.rs");
}

mod visible {
    use visible_async::visible_async;
    include!("size/cases.rs");
}

/// Name, what it shows, bytes of rustc's future, bytes of ours.
fn table() -> impl Iterator<Item = (&'static str, &'static str, usize, usize)> {
    let pairs = plain::sizes().into_iter().zip(visible::sizes());
    pairs.map(|((name, what, theirs), (_, _, ours))| (name, what, theirs, ours))
}

/// Asserts of all the rows named, and tells all that fail.
fn check(names: &[&str], fits: impl Fn(usize, usize) -> bool) {
    let failing: Vec<_> = table().filter(|(name, _, theirs, ours)| names.contains(name) && !fits(*theirs, *ours)).collect();
    assert!(failing.is_empty(), "too large (rustc's bytes, ours): {failing:?}");
}

#[test]
fn at_most_sixty_percent_of_rustcs() {
    check(&["arg_big", "pass", "pass3", "siblings", "moved"], |theirs, ours| ours * 100 <= theirs * 60);
}

#[test]
fn an_ordinary_function_is_no_larger() {
    check(&["fetch"], |theirs, ours| ours <= theirs);
}

/// rust-lang/rust issue 62958: rustc stores an argument that is passed on twice in each function.
#[test]
fn passing_an_argument_on_costs_nothing() {
    check(&["nested10", "wrapped10"], |_, ours| ours < 9 * 1024);
}

#[test]
fn golden_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/size.golden");
    let mut text = String::from("# function: bytes of the machine / bytes of rustc's future\n");
    for (name, _, theirs, ours) in table() {
        let _ = writeln!(text, "{name}: {ours} / {theirs}");
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).expect("a golden file");
    }
    println!("{}", readme_table());
    let golden = std::fs::read_to_string(&path).expect("tests/size.golden");
    assert_eq!(golden, text, "if this is meant: UPDATE=1 cargo test --test size");
}

/// The table as the README shows it.
fn readme_table() -> String {
    let mut text = String::from("| | rustc | visible-async | |\n| --- | ---: | ---: | ---: |\n");
    for (name, what, theirs, ours) in table() {
        let _ = writeln!(text, "| `{name}`: {what} | {theirs} | {ours} | {:.1} % |", ours as f64 * 100.0 / theirs as f64);
    }
    text
}
