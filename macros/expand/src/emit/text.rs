//! Source text for people: tokens with the spaces that one would write.
use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};

/// The text of `tokens`; `name` gives an identifier another spelling.
pub fn source(tokens: TokenStream, name: &dyn Fn(&Ident) -> Option<String>) -> String {
    let mut out = String::new();
    let mut before = Before::Start;
    for token in tokens {
        let (text, now) = match &token {
            TokenTree::Ident(ident) => {
                let text = name(ident).unwrap_or_else(|| ident.to_string());
                let is_keyword = KEYWORDS.contains(&&*text);
                (text, if is_keyword { Before::Keyword } else { Before::Word })
            }
            TokenTree::Literal(literal) => (literal.to_string(), Before::Word),
            TokenTree::Punct(punct) => (punct.as_char().to_string(), Before::Punct(punct.as_char(), punct.spacing())),
            TokenTree::Group(group) => (grouped(group.delimiter(), &source(group.stream(), name)), Before::Group),
        };
        if space(&before, &token) {
            out.push(' ');
        }
        out.push_str(&text);
        before = now;
    }
    out
}

/// No callees: a parenthesis behind one stands by itself.
const KEYWORDS: [&str; 9] = ["let", "if", "match", "in", "return", "break", "while", "mut", "ref"];

enum Before {
    Start,
    Word,
    Keyword,
    Group,
    Punct(char, Spacing),
}

fn grouped(delimiter: Delimiter, inside: &str) -> String {
    match delimiter {
        Delimiter::Parenthesis => format!("({inside})"),
        Delimiter::Bracket => format!("[{inside}]"),
        Delimiter::Brace if inside.is_empty() => "{}".to_string(),
        Delimiter::Brace => format!("{{ {inside} }}"),
        Delimiter::None => inside.to_string(),
    }
}

fn space(before: &Before, token: &TokenTree) -> bool {
    let tight_after = |c: char| matches!(c, '.' | '&' | '!' | ':' | '<' | '\'' | '*' | '?' | '#' | '|');
    match (before, token) {
        (Before::Start, _) => false,
        (_, TokenTree::Punct(punct)) if matches!(punct.as_char(), '.' | ',' | ';' | ':' | '?' | '!' | '<' | '>') => false,
        (Before::Punct(c, Spacing::Joint), TokenTree::Punct(_)) if *c != ',' => false,
        (Before::Punct(c, _), _) => !tight_after(*c),
        (Before::Word | Before::Group, TokenTree::Group(group)) => group.delimiter() == Delimiter::Brace,
        _ => true,
    }
}
