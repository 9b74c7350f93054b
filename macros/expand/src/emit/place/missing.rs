//! The arms that a `match` of the user's lacks: the judge alone tells of them, as in the machine the match has other places.
use proc_macro2::TokenStream;
use syn::Pat;

/// Variants and values that are all that there are.
const COMPLETE: &[[&str; 2]] = &[["Some", "None"], ["Ok", "Err"], ["true", "false"]];

/// The arm that takes the rest, unless there surely is none. It is never taken.
///
/// Input: `State::Idle => .., State::Busy { .. } => ..`  Output: `_ => loop {}`
pub fn rest<'p>(arms: impl Iterator<Item = (&'p Pat, bool)>) -> Option<TokenStream> {
    let (mut found, mut is_empty) = (Vec::new(), true);
    for (pat, guarded) in arms {
        is_empty = false;
        if !guarded {
            cases(pat, &mut found);
        }
    }
    let has = |name: &str| found.iter().any(|each| each == name);
    let is_complete = has("_") || COMPLETE.iter().any(|[first, second]| has(first) && has(second));
    (!is_empty && !is_complete).then(|| ours!(_ => loop {}))
}

/// What the pattern takes whole: `_`, or a variant of std's by its name.
fn cases(pat: &Pat, found: &mut Vec<String>) {
    match pat {
        _ if takes_all(pat) => found.push("_".to_owned()),
        Pat::Or(node) => node.cases.iter().for_each(|case| cases(case, found)),
        Pat::Paren(node) => cases(&node.pat, found),
        Pat::TupleStruct(node) if node.elems.iter().all(takes_all) => found.extend(last(&node.path)),
        // What is no local is a constant or variant.
        Pat::Ident(node) if node.subpat.is_none() => found.push(node.ident.to_string()),
        Pat::Path(node) => found.extend(last(&node.path)),
        Pat::Lit(node) => found.extend(if let syn::Lit::Bool(lit) = &node.lit { Some(lit.value.to_string()) } else { None }),
        _ => {}
    }
}

fn last(path: &syn::Path) -> Option<String> {
    path.segments.last().map(|last| last.ident.to_string())
}

/// Whether the pattern matches whatever it is matched against.
fn takes_all(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Ident(node) => {
            crate::names::decode(&node.ident).is_some() && node.subpat.as_ref().is_none_or(|(_, pat)| takes_all(pat))
        }
        Pat::Paren(node) => takes_all(&node.pat),
        Pat::Tuple(node) => node.elems.iter().all(takes_all),
        _ => false,
    }
}
