//! Methods that the source file at hand declares: how they take `self`.
//!
//! A hint only, as a method of the same name may be meant that is declared elsewhere; what follows from it is checked by rustc
//! (`ByValue` in the runtime). So the text is searched, not parsed.
use std::collections::BTreeMap;

/// How a method takes its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// `self`, `mut self`, `self: Box<Self>`
    Value,
    /// `self: Pin<&mut Self>`
    Pinned,
    /// `&self`, `&mut self`
    Reference,
}

/// The methods by name; those that are declared both ways are left out.
pub type Methods = BTreeMap<String, Receiver>;

/// Finds the methods that a source file declares.
pub fn methods(file: &str) -> Methods {
    let mut found: BTreeMap<String, Option<Receiver>> = BTreeMap::new();
    for (at, _) in file.match_indices("fn ") {
        let Some((name, receiver)) = declaration(&file[at + 3..]) else { continue };
        found
            .entry(name.to_string())
            .and_modify(|known| *known = known.filter(|known| *known == receiver))
            .or_insert(Some(receiver));
    }
    found.into_iter().filter_map(|(name, receiver)| Some((name, receiver?))).collect()
}

/// Input: `finish<T>(mut self, last: T) -> ..`  Output: `finish`, by value
fn declaration(text: &str) -> Option<(&str, Receiver)> {
    let text = text.trim_start();
    let name = &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_')?];
    let parameters = generics_end(text[name.len()..].trim_start())?.trim_start().strip_prefix('(')?.trim_start();
    let (receiver, parameters) = match parameters.strip_prefix('&') {
        Some(rest) => (Receiver::Reference, rest.trim_start()),
        None => (Receiver::Value, parameters),
    };
    let lifetime = if parameters.starts_with('\'') { parameters.find(char::is_whitespace)? } else { 0 };
    let parameters = parameters[lifetime..].trim_start();
    let parameters = parameters.strip_prefix("mut ").unwrap_or(parameters);
    let after = parameters.trim_start().strip_prefix("self")?.trim_start();
    let receiver = match after.strip_prefix(':').map(str::trim_start) {
        Some(ty) if ty.starts_with('&') => Receiver::Reference,
        Some(ty) if ty.split(['<', ',', ')']).next()?.ends_with("Pin") => Receiver::Pinned,
        Some(_) => Receiver::Value,
        None => after.starts_with([',', ')']).then_some(receiver)?,
    };
    (!name.is_empty()).then_some((name, receiver))
}

/// What follows the generic parameters, if there are any.
fn generics_end(text: &str) -> Option<&str> {
    if !text.starts_with('<') {
        return Some(text);
    }
    let (mut depth, mut before) = (0_usize, ' ');
    for (at, c) in text.char_indices() {
        match c {
            '<' => depth += 1,
            '>' if before != '-' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&text[at + 1..]);
        }
        before = c;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_of_a_file() {
        let file = "impl A { pub fn finish(self) {} async fn go<F: Fn() -> Vec<u8>>(mut self, f: F) {}
            fn look<'a>(&'a self) {} fn touch(&mut self, n: u8) {} fn free(n: u8) {} fn boxed(self: Box<Self>) {}
            fn pinned(mut self: std::pin::Pin<&mut Self>, n: u8) {} fn typed(self: &Self) {} }
            trait B { fn both(self); } impl C { fn both(&self) {} }";
        let found = methods(file);
        let of = |name: &str| found.get(name).copied();
        assert_eq!([of("finish"), of("go"), of("boxed")], [Some(Receiver::Value); 3]);
        assert_eq!([of("look"), of("touch"), of("typed")], [Some(Receiver::Reference); 3]);
        assert_eq!(of("pinned"), Some(Receiver::Pinned));
        assert_eq!([of("free"), of("both")], [None; 2]);
    }
}
