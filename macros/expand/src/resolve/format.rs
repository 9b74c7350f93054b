//! Names captured inside a format string: `"{x} {y:?} {:>width$}"`.

/// The identifiers that a format string captures, in order, without repeats.
pub fn captures(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find(['{', '}']) {
        let after = &rest[open + 1..];
        if after.starts_with(&rest[open..=open]) {
            rest = &after[1..];
            continue;
        }
        let Some(close) = after.find('}').filter(|_| rest[open..].starts_with('{')) else {
            rest = after;
            continue;
        };
        for name in placeholder(&after[..close]) {
            if !out.contains(&name) {
                out.push(name);
            }
        }
        rest = &after[close + 1..];
    }
    out
}

/// The names in one placeholder: the argument, and `width$` and `precision$`.
fn placeholder(inside: &str) -> Vec<String> {
    let (argument, spec) = inside.split_once(':').unwrap_or((inside, ""));
    let mut names: Vec<&str> = vec![argument.trim()];
    for (at, _) in spec.match_indices('$') {
        let start = spec[..at]
            .rfind(|c: char| !(c.is_alphanumeric() || c == '_'))
            .map_or(0, |i| i + spec[i..].chars().next().map_or(1, char::len_utf8));
        let name = spec[start..at].trim_start_matches(|c: char| c.is_ascii_digit());
        names.push(name);
    }
    names.into_iter().filter(|name| is_ident(name)).map(str::to_string).collect()
}

fn is_ident(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_alphabetic() || c == '_') && letters.all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::captures;

    #[test]
    fn names_of_each_kind() {
        assert_eq!(captures("{x} {{no}} {y:?} {0} {} {z:>w$.p$} {x:08.3}"), ["x", "y", "z", "w", "p"]);
        assert_eq!(captures("}} {a:é<5} {"), ["a"]);
    }
}
