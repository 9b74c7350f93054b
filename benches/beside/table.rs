//! The table of the README: what each shows, with what was measured. `UPDATE=1` writes it, otherwise its bytes are checked.
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::ROUNDS;
use super::forms::Form;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
const OPEN: &str = "<!-- beside -->\n";
const CLOSE: &str = "\n<!-- /beside -->";
const HEAD: &str = "| | which await | locals | children | what may follow | in your code | ns a call | times rustc | bytes |
| --- | --- | --- | --- | --- | --- | ---: | ---: | ---: |
";

/// How criterion is to call a round of a form.
pub fn id(number: usize, round: usize) -> String {
    format!("{number}-{round}")
}

/// The median of the medians of a form, in nanoseconds: `None` if not all was measured, as under `--test`.
fn median(folder: &Path, number: usize) -> Option<f64> {
    let round = |round| {
        let path = folder.join(format!("beside/{}/new/estimates.json", id(number, round)));
        let estimates: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).ok()?).ok()?;
        estimates["median"]["point_estimate"].as_f64()
    };
    let mut medians: Vec<_> = (0..ROUNDS).map(round).collect::<Option<_>>()?;
    medians.sort_by(f64::total_cmp);
    Some(medians[ROUNDS / 2])
}

fn table(forms: &[Form], folder: &Path) -> Option<String> {
    let medians: Vec<_> = (0..forms.len()).map(|number| median(folder, number)).collect::<Option<_>>()?;
    let mut text = String::from(HEAD);
    for (form, ns) in forms.iter().zip(&medians) {
        let shows = form.shows.map(|cell| if cell.is_empty() { "–" } else { cell }).join(" | ");
        let _ = writeln!(text, "| {} | {shows} | {ns:.1} | {:.1} | {} |", form.name, ns / medians[0], form.bytes);
    }
    Some(text)
}

/// What each shows where the function waits.
pub fn seen(forms: &[Form]) -> String {
    let seen = forms.iter().map(|form| (form.name, (form.seen)())).filter(|(_, seen)| !seen.is_empty());
    seen.map(|(name, seen)| format!("{name}:\n    {}\n", seen.trim_end().replace('\n', "\n    "))).collect()
}

/// Prints the table, and writes it to the README or checks the bytes that this names.
pub fn told(forms: &[Form], folder: &Path) {
    let readme = fs::read_to_string(README).expect("README.md");
    let start = readme.find(OPEN).expect("the marker of the table") + OPEN.len();
    let end = start + readme[start..].find(CLOSE).expect("the marker of its end");
    if let Some(table) = table(forms, folder) {
        println!("{table}");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(README, format!("{}\n{table}{}", &readme[..start], &readme[end..])).expect("README.md");
            return;
        }
    }
    let bytes = |line: &str| line.trim_end_matches([' ', '|']).rsplit(' ').next().and_then(|cell| cell.parse().ok());
    let told: Vec<usize> = readme[start..end].lines().filter_map(bytes).collect();
    let measured: Vec<_> = forms.iter().map(|form| form.bytes).collect();
    assert_eq!(told, measured, "README.md tells other bytes: UPDATE=1 cargo bench --bench beside");
}
