//! Source text for people: tokens with the spaces that one would write.
use std::iter::Peekable;

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree, token_stream::IntoIter};

use crate::{ir::Local, names};

/// The text of what was lowered as it is in the source: with the user's names, and with what ours stand for.
pub fn original(tokens: TokenStream, locals: &[Local]) -> String {
    source(tokens, &|ident| {
        let local = &locals[names::decode(ident)?.0.0];
        let text = local.text.as_ref().and_then(|text| text.parse().ok());
        Some(text.map_or_else(|| local.name.clone(), |tokens| original(tokens, locals)))
    })
}

/// The text of `tokens`; `name` gives an identifier another spelling.
pub fn source(tokens: TokenStream, name: &dyn Fn(&Ident) -> Option<String>) -> String {
    let mut text = Text { out: String::new(), before: Before::Tight, generics: 0, parameters: false };
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => text.word(&name(&ident).unwrap_or_else(|| ident.to_string())),
            TokenTree::Literal(literal) => text.word(&literal.to_string()),
            TokenTree::Punct(first) => {
                let operator = text.operator(first.as_char(), first.spacing(), &mut tokens);
                text.punct(&operator);
            }
            TokenTree::Group(group) => text.group(group.delimiter(), &source(group.stream(), name)),
        }
    }
    text.out
}

/// No operands: what stands behind one stands by itself.
const KEYWORDS: [&str; 12] = ["let", "if", "else", "match", "in", "return", "break", "while", "mut", "ref", "move", "as"];

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, or what the next token follows without a space.
    Tight,
    /// An operand: what follows is between two, or its arguments.
    Operand,
    /// The name of a type: `<` is no operator behind it.
    Type,
    /// An operator or a keyword.
    Loose,
}

struct Text {
    out: String,
    before: Before,
    /// How many `<` are open.
    generics: usize,
    /// Between the bars of a closure.
    parameters: bool,
}

impl Text {
    fn push(&mut self, text: &str, tight: bool, now: Before) {
        if !tight && self.before != Before::Tight {
            self.out.push(' ');
        }
        self.out.push_str(text);
        self.before = now;
    }

    fn word(&mut self, word: &str) {
        let is_type = word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
        let now = match word {
            keyword if KEYWORDS.contains(&keyword) => Before::Loose,
            _ if is_type => Before::Type,
            _ => Before::Operand,
        };
        self.push(word, false, now);
    }

    fn group(&mut self, delimiter: Delimiter, inside: &str) {
        let tight = delimiter != Delimiter::Brace && self.before != Before::Loose;
        let text = match delimiter {
            Delimiter::Parenthesis => format!("({inside})"),
            Delimiter::Bracket => format!("[{inside}]"),
            Delimiter::Brace if inside.is_empty() => "{}".to_string(),
            Delimiter::Brace => format!("{{ {inside} }}"),
            Delimiter::None => inside.to_string(),
        };
        self.push(&text, tight, Before::Operand);
    }

    /// All of an operator of several characters.
    fn operator(&self, first: char, mut spacing: Spacing, tokens: &mut Peekable<IntoIter>) -> String {
        let mut operator = first.to_string();
        let alone = |c: char| matches!(c, '\'' | ',' | ';' | '?' | '#') || (self.generics > 0 && c == '>');
        while spacing == Spacing::Joint && !alone(first) {
            let Some(TokenTree::Punct(next)) = tokens.peek() else { break };
            if !OPERATORS.contains(&&*format!("{operator}{}", next.as_char())) {
                break;
            }
            operator.push(next.as_char());
            spacing = next.spacing();
            tokens.next();
        }
        operator
    }

    fn punct(&mut self, operator: &str) {
        let between = matches!(self.before, Before::Operand | Before::Type);
        match operator {
            "." | ".." | "..=" | "..." => self.push(operator, between, Before::Tight),
            "::" => self.push(operator, between, Before::Tight),
            "?" => self.push(operator, true, Before::Operand),
            "," | ";" | ":" => self.push(operator, true, Before::Loose),
            "'" | "#" => self.push(operator, false, Before::Tight),
            "!" => self.push(operator, between, Before::Tight),
            "<" if self.generics > 0 || self.before == Before::Type || self.out.ends_with("::") => {
                self.generics += 1;
                self.push(operator, true, Before::Tight);
            }
            ">" if self.generics > 0 => {
                self.generics -= 1;
                self.push(operator, true, if self.generics > 0 { Before::Type } else { Before::Operand });
            }
            "|" if self.parameters => {
                self.parameters = false;
                self.push(operator, true, Before::Loose);
            }
            "|" if !between => {
                self.parameters = true;
                self.push(operator, false, Before::Tight);
            }
            "&" | "&&" | "*" | "-" if !between => self.push(operator, false, Before::Tight),
            _ => self.push(operator, false, Before::Loose),
        }
    }
}

const OPERATORS: [&str; 24] = [
    "::", "..", "..=", "...", "&&", "||", "==", "!=", "<=", ">=", "->", "=>", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "^=",
    "&=", "|=", "<<=", ">>=",
];

#[cfg(test)]
mod tests {
    use super::source;

    #[test]
    fn reads_like_source() {
        let lines = [
            "f(&a, *b, -c).await? + a * b - -c",
            "get::<Vec<Option<u8>>>(&mut x)[i + 1].len() == 3",
            "!matches!(x, Some(y) if y < MAX)",
            "a..b",
            "x as u8 & 0xff",
            "list.iter().map(|&x| x + 1).collect::<Vec<_>>()",
            "std::mem::take(&mut self.0)",
            "Point { x: 1, ..p }",
            "run(|| a || b, move |n: u8| n)",
            "a <= b && c != d || !e",
            "f(&&x, &'a str)",
            "if a { b } else { c }",
        ];
        for line in lines {
            let tokens: proc_macro2::TokenStream = line.parse().unwrap();
            assert_eq!(source(tokens, &|_| None), line);
        }
    }
}
