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

/// The methods by name and number of arguments; those that are declared both ways are left out.
#[derive(Clone, Debug, Default)]
pub struct Methods(BTreeMap<(String, usize), Receiver>);

impl Methods {
    /// How a method of this name, called with so many arguments, takes its receiver.
    pub fn of(&self, name: &str, arguments: usize) -> Option<Receiver> {
        self.0.get(&(name.to_string(), arguments)).copied()
    }
}

/// Finds the methods that a source file declares.
pub fn methods(file: &str) -> Methods {
    let mut found: BTreeMap<(String, usize), Option<Receiver>> = BTreeMap::new();
    for (at, _) in file.match_indices("fn ") {
        let Some((name, receiver, arguments)) = declaration(&file[at + 3..]) else { continue };
        found
            .entry((name.to_string(), arguments))
            .and_modify(|known| *known = known.filter(|known| *known == receiver))
            .or_insert(Some(receiver));
    }
    Methods(found.into_iter().filter_map(|(method, receiver)| Some((method, receiver?))).collect())
}

/// Input: `finish<T>(mut self, last: T) -> ..`  Output: `finish`, by value, with one argument
fn declaration(text: &str) -> Option<(&str, Receiver, usize)> {
    let text = text.trim_start();
    let name = &text[..text.find(|c: char| !c.is_alphanumeric() && c != '_')?];
    let parameters = generics_end(text[name.len()..].trim_start())?.trim_start().strip_prefix('(')?.trim_start();
    let arguments = arguments(parameters);
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
    (!name.is_empty()).then_some((name, receiver, arguments))
}

/// How many parameters stand behind `self`.
fn arguments(parameters: &str) -> usize {
    let (mut depth, mut count, mut before, mut open) = (0_usize, 0, ' ', false);
    for c in parameters.chars() {
        match c {
            '(' | '[' | '{' | '<' => depth += 1,
            '>' if before == '-' => {}
            ')' if depth == 0 => break,
            ')' | ']' | '}' | '>' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => open = true,
            c if open && !c.is_whitespace() => (count, open) = (count + 1, false),
            _ => {}
        }
        before = c;
    }
    count
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
            fn look<'a>(&'a self) {} fn touch(&mut self, n: u8,) {} fn free(n: u8) {} fn boxed(self: Box<Self>) {}
            fn pinned(mut self: std::pin::Pin<&mut Self>, n: u8) {} fn typed(self: &Self) {}
            fn many(self, (a, b): (u8, u8), f: impl Fn(u8, u8) -> u8, m: Map<u8, [u8; 2]>) {} }
            trait B { fn both(self); fn stop(self); } impl C { fn both(&self) {} fn stop(&self, at: u8) {} }";
        let found = methods(file);
        let of = |name, arguments| found.of(name, arguments);
        assert_eq!([of("finish", 0), of("go", 1), of("boxed", 0), of("many", 3), of("stop", 0)], [Some(Receiver::Value); 5]);
        assert_eq!([of("look", 0), of("touch", 1), of("typed", 0), of("stop", 1)], [Some(Receiver::Reference); 4]);
        assert_eq!(of("pinned", 1), Some(Receiver::Pinned));
        assert_eq!([of("free", 1), of("free", 0), of("both", 0), of("go", 0)], [None; 4]);
    }
}
