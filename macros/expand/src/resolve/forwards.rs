//! Functions whose futures other functions of the source file pass on as an `impl Future` of their own.
//!
//! Such a function may not name the lifetime of the borrows within the machine: its caller could not. A hint only, so the text is
//! searched, not parsed.
use std::collections::BTreeSet;

/// The names of the functions that are called where a function that is not async returns an `impl .. Future ..`.
pub fn forwards(file: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in file.match_indices("-> impl") {
        let text = &file[at..];
        let Some(open) = text.find(['{', ';']).filter(|open| text[*open..].starts_with('{')) else { continue };
        let body = body(&text[open..]);
        // An async block passes nothing on.
        if text[..open].contains("Future") && !words(body).any(|(_, word)| word == "async") {
            found.extend(words(body).filter(|(end, _)| is_called(&body[*end..])).map(|(_, word)| word.to_string()));
        }
    }
    found
}

/// From an opening brace to the one that closes it, by their number.
fn body(text: &str) -> &str {
    let mut depth = 0_usize;
    let end = text.char_indices().find(|(_, letter)| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// Names and keywords, each with its end.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').filter(|word| !word.is_empty());
    words.map(|word| (word.as_ptr().addr() - text.as_ptr().addr() + word.len(), word))
}

fn is_called(after: &str) -> bool {
    after.starts_with('(') || after.starts_with("::<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_in_functions_that_return_futures() {
        let file = "fn send<S>(&self, s: S) -> impl Future<Output = u8> + Send { self.publish(s) }
            fn all(self) -> impl Stream<Item = impl Future<Output = ()>> where Self: Sized { self.map(|each| each.execute::<u8>()) }
            fn declared(&self) -> impl Future<Output = u8>; fn other(&self) -> u8 { quiet() }
            fn wrapped(&self) -> impl Future<Output = u8> { async move { self.inner().await } }
            fn iter(&self) -> impl Iterator<Item = u8> { numbers() }";
        assert_eq!(forwards(file), ["execute", "map", "publish"].map(String::from).into());
    }
}
