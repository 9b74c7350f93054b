//! Random programs: seeded, well-typed async functions full of values whose drops can be seen, compiled with and
//! without the attribute and compared run by run.
//!
//! `VISIBLE_ASYNC_SEED` and `VISIBLE_ASYNC_COUNT` choose the batch, `VISIBLE_ASYNC_EDITION` its edition,
//! `VISIBLE_ASYNC_ONLY=17` one function of it. `VISIBLE_ASYNC_RELEASE=1` builds with optimisation, and
//! `VISIBLE_ASYNC_SHRINK=3` makes the first three differing functions as small as they get.
#[path = "generate/bindings.rs"]
mod bindings;
#[path = "generate/branches.rs"]
mod branches;
#[path = "generate/captures.rs"]
mod captures;
#[path = "generate/containers.rs"]
mod containers;
#[path = "generate/function.rs"]
mod function;
#[path = "generate/generator.rs"]
mod generator;
#[path = "generate/judge.rs"]
mod judge;
#[path = "generate/loops.rs"]
mod loops;
#[path = "generate/matches.rs"]
mod matches;
#[path = "generate/numbers.rs"]
mod numbers;
#[path = "generate/project.rs"]
mod project;
#[path = "generate/rng.rs"]
mod rng;
#[path = "generate/scope.rs"]
mod scope;
#[path = "generate/statements.rs"]
mod statements;
#[path = "generate/values.rs"]
mod values;

use function::{Function, function};
use project::{Errors, Project};
use syn::visit_mut::VisitMut;

fn setting(name: &str) -> Option<usize> {
    let text = std::env::var(format!("VISIBLE_ASYNC_{name}")).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("VISIBLE_ASYNC_{name} is a number, not `{text}`")),
    )
}

/// Takes the parentheses away; the printer puts those back that are needed.
struct Parentheses;

impl VisitMut for Parentheses {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        while let syn::Expr::Paren(paren) = expr {
            *expr = (*paren.expr).clone();
        }
        syn::visit_mut::visit_expr_mut(self, expr);
    }
}

/// The functions of a batch, formatted.
fn batch(seed: u64, edition: u16) -> Vec<Function> {
    let count = setting("COUNT").unwrap_or(60);
    let only = setting("ONLY");
    let numbers = only.map_or(0..count, |only| only..only + 1);
    let functions = numbers.map(|index| function(seed, index, edition));
    functions
        .map(|function| match syn::parse_file(&function.source) {
            Ok(file) => Function {
                source: prettyplease::unparse(&file),
                ..function
            },
            Err(error) => panic!("{error} in\n{}", function.source),
        })
        .collect()
}

fn report(seed: u64, edition: u16, what: &str, functions: &[Function], name: &str, details: &str) {
    let source = functions
        .iter()
        .find(|f| f.name == name)
        .map_or("", |f| &f.source);
    println!("\n=== seed {seed}, edition {edition}, {name}: {what}\n{source}\n{details}");
}

fn report_errors(seed: u64, edition: u16, functions: &[Function], errors: &Errors) {
    for ((form, name), error) in errors {
        let what = if form == "plain" {
            "rejected by rustc"
        } else {
            "does not compile under the attribute"
        };
        report(seed, edition, what, functions, name, error);
    }
}

#[test]
fn random_functions_mean_the_same_in_both_forms() {
    let edition = setting("EDITION").unwrap_or(2024) as u16;
    let seed = setting("SEED").unwrap_or(1) as u64;
    let all = batch(seed, edition);
    let project = Project::new(&edition.to_string(), edition, setting("RELEASE").is_some());
    project.write_functions(&all);
    let mut functions = all.clone();
    let rejected = project.filter(&mut functions, &["plain"]);
    if std::env::var_os("VISIBLE_ASYNC_VERBOSE").is_some() {
        report_errors(seed, edition, &all, &rejected);
    }
    let refused = project.filter(&mut functions, &project::FORMS);
    report_errors(seed, edition, &all, &refused);
    let verdict = judge::judge(&project.binary());
    for (name, text) in &verdict.differ {
        report(seed, edition, "differs", &all, name, text);
    }
    let larger = verdict
        .same
        .iter()
        .filter(|(_, _, plain, visible)| *visible > plain + 8)
        .count();
    let runs: usize = verdict.same.iter().map(|(_, runs, _, _)| runs).sum();
    println!(
        "\nseed {seed}, edition {edition}: {} functions, {} rejected by rustc, {} do not compile under the attribute, \
         {} differ, {} are the same in {runs} runs ({larger} larger by more than a word)",
        all.len(),
        rejected.len(),
        refused.len(),
        verdict.differ.len(),
        verdict.same.len(),
    );
    assert!(refused.is_empty() && verdict.differ.is_empty(), "see above");
    assert!(
        rejected.len() * 10 <= all.len(),
        "the generator makes too many functions that rustc rejects"
    );
}
