//! Braces that say nothing are left out: a block that ends a block can be written without its own.
//!
//! Input: `{ let a = 1; { let b = 2; f(a, b); } }`
//! Output: `{ let a = 1; let b = 2; f(a, b); }`
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree, token_stream};
use syn::Lifetime;

use crate::{
    ir::{Block, Node},
    resolve::macros,
};

/// A node's tokens as the last statement of a block.
///
/// The contents of a block that ends with a `;` can stand there in its place: it has no value whose temporaries might die later,
/// and its locals die before those of the block around it either way.
pub fn last(tokens: TokenStream) -> TokenStream {
    without_items(&tokens).unwrap_or_else(|| ours!(#tokens;))
}

/// The same for a node that may also be the value of the block.
pub fn tail(tokens: TokenStream) -> TokenStream {
    without_items(&tokens).unwrap_or(tokens)
}

/// A value before the `else` of a `let`: no braces may end it.
pub fn before_else(tokens: TokenStream) -> TokenStream {
    let braces = |token: TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    if tokens.clone().into_iter().last().is_some_and(braces) { ours!((#tokens)) } else { tokens }
}

/// As [`contents`], if no item is declared: one would be seen by what stands before it, too.
fn without_items(tokens: &TokenStream) -> Option<TokenStream> {
    opened(tokens).filter(|(_, inside)| no_items(inside)).map(|(contents, _)| contents)
}

fn no_items(inside: &[TokenTree]) -> bool {
    let (items, before) = (["use", "fn", "const", "type", "macro_rules"], ["pub", "async", "unsafe", "extern"]);
    let mut begins = true;
    !inside.iter().any(|token| {
        let is = |words: &[&str]| is_word(token, words);
        let item = begins && is(&items);
        let block = matches!(token, TokenTree::Group(group) if group.delimiter() != Delimiter::Parenthesis);
        begins = block || is_punct(token, ';') || (begins && is(&before));
        item
    })
}

/// A node's tokens as a statement with others after it: without braces if the block declares nothing.
pub fn stmt(tokens: TokenStream) -> TokenStream {
    let Some((contents, inside)) = opened(&tokens) else { return ours!(#tokens;) };
    let declares =
        ["let", "use", "fn", "const", "static", "struct", "enum", "impl", "macro_rules", "mod", "trait", "type", "unsafe"];
    if inside.iter().any(|token| is_word(token, &declares)) || may_declare(&inside) { ours!({ #contents }) } else { contents }
}

/// Whether a macro of the user's that we know nothing of stands among the tokens.
fn may_declare(inside: &[TokenTree]) -> bool {
    inside.windows(3).enumerate().any(|(at, call)| {
        let [TokenTree::Ident(name), bang, TokenTree::Group(_)] = call else { return false };
        let is_ours = at.checked_sub(3).is_some_and(|first| is_word(&inside[first], &["__rt"]));
        is_punct(bang, '!') && !is_ours && macros::kind_of(&name.to_string(), &[]) == macros::Kind::Unknown
    })
}

/// What stands in the braces, if the tokens are one block without a value, maybe with a `;` behind it.
pub fn contents(tokens: &TokenStream) -> Option<TokenStream> {
    opened(tokens).map(|(contents, _)| contents)
}

/// The same, and its tokens.
fn opened(tokens: &TokenStream) -> Option<(TokenStream, Vec<TokenTree>)> {
    let (contents, mut rest) = braces(tokens)?;
    let contents = rest.all(|token| is_punct(&token, ';')).then_some(contents)?;
    let inside: Vec<TokenTree> = contents.clone().into_iter().collect();
    inside.last().is_none_or(|token| is_punct(token, ';')).then_some((contents, inside))
}

/// Whether a block of these tokens has no value.
pub fn ends(inside: &TokenStream) -> bool {
    inside.clone().into_iter().last().is_none_or(|token| is_punct(&token, ';'))
}

/// The braces of a block, with the edition of the user's.
pub fn braced(block: &Block, tokens: TokenStream) -> TokenStream {
    let tokens = contents(&tokens).unwrap_or(tokens);
    // That its value is missing, rustc says at the block that the user wrote.
    let inner = || ends(&tokens).then(|| innermost(block)?.braces).flatten();
    let span = block.braces.or_else(inner).unwrap_or_else(Span::mixed_site);
    let mut group = Group::new(Delimiter::Brace, tokens);
    group.set_span(span);
    TokenTree::Group(group).into()
}

/// A group with other tokens in it.
pub fn regroup(group: &Group, tokens: TokenStream) -> TokenTree {
    let mut new = Group::new(group.delimiter(), tokens);
    new.set_span(group.span());
    TokenTree::Group(new)
}

/// A group of a macro's tokens, changed as the block that it is, if it is one.
pub fn change(group: &Group, change: impl FnOnce(Option<syn::Block>) -> TokenStream) -> TokenTree {
    let is_block = group.delimiter() == Delimiter::Brace;
    let block = is_block.then(|| syn::parse2(TokenTree::Group(group.clone()).into()).ok()).flatten();
    regroup(group, change(block))
}

/// The block at the end of the blocks that this one ends with.
fn innermost(block: &Block) -> Option<&Block> {
    match block.tail.as_deref() {
        Some(Node::Block(inner)) => innermost(inner),
        _ => Some(block),
    }
}

/// What stands in the braces that the tokens begin with, and what follows them.
fn braces(tokens: &TokenStream) -> Option<(TokenStream, token_stream::IntoIter)> {
    let mut tokens = tokens.clone().into_iter();
    let Some(TokenTree::Group(group)) = tokens.next() else { return None };
    (group.delimiter() == Delimiter::Brace).then(|| (group.stream(), tokens))
}

/// Without the outer ones of braces around nothing but braces. Nothing may happen between the ends of the two blocks: in an edition
/// before 2024 the temporaries of the inner one's value die after it.
pub fn single(tokens: TokenStream) -> TokenStream {
    let lone = |tokens: &TokenStream| {
        let (inside, mut rest) = braces(tokens)?;
        rest.next().is_none().then_some(inside)
    };
    match lone(&tokens) {
        Some(inside) if lone(&inside).is_some() => single(inside),
        _ => tokens,
    }
}

/// Whether the tokens are a block whose last statement is a jump, so that nothing after it runs.
pub fn jumps(tokens: &TokenStream) -> bool {
    let Some((_, inside)) = opened(tokens) else { return false };
    let Some((_, before)) = inside.split_last() else { return false };
    let last = before.rsplit(|token| is_punct(token, ';')).next().unwrap_or_default();
    matches!(last, [TokenTree::Ident(word), ..] if word == "break" || word == "continue" || word == "return")
}

/// Without the jump at the end, if there is one.
pub fn fall_through(tokens: TokenStream, label: &str) -> (TokenStream, bool) {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let found = matches!(&*tokens, [.., TokenTree::Ident(jump), TokenTree::Punct(_), TokenTree::Ident(to), TokenTree::Punct(_)]
        if jump == "break" && to == label);
    if found {
        tokens.truncate(tokens.len() - 4);
    }
    (tokens.into_iter().collect(), found)
}

/// Whether the label stands in the tokens.
pub fn mentions(tokens: TokenStream, label: &Lifetime) -> bool {
    let mut quote = false;
    tokens.into_iter().any(|token| {
        let after_quote = std::mem::replace(&mut quote, is_punct(&token, '\''));
        match token {
            TokenTree::Ident(word) => after_quote && word == label.ident,
            TokenTree::Group(group) => mentions(group.stream(), label),
            _ => false,
        }
    })
}

/// Whether the token is one of these words. To compare an identifier is to make a string of it.
fn is_word(token: &TokenTree, words: &[&str]) -> bool {
    matches!(token, TokenTree::Ident(word) if words.contains(&&*word.to_string()))
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}
