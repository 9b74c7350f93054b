//! Macros whose arguments we understand: opened into expressions, and closed again.
//!
//! The list is closed on purpose. A macro that is not on it is opened when its tokens happen to parse as expressions or
//! statements (most do); else its identifiers are replaced one by one. Each mention of a saved local that this gets wrong is a
//! compile error, since a slot has none of the local's methods.
pub mod assertions;
mod awaiting;
pub mod fields;
mod matching;
pub mod pin;
mod select;
mod stream;

use proc_macro2::Span;
use syn::{
    Expr, Macro, Pat, Stmt, Token,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
    visit_mut::VisitMut,
};

use super::{Resolver, format};
use crate::emit::build;
use select::{parse_select, resolve_arm};

pub use awaiting::{AWAITING, awaits, called, mentions_await};
pub use matching::matching;
pub use pin::pin_statement;
pub use select::{SelectArm, selected};
pub use stream::{is_stream, stream, stream_statement};

/// Whether the macro is known to return early with an error.
pub fn returns(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|s| ["bail", "ensure", "whatever", "ensure_whatever"].iter().any(|name| s.ident == name))
}

/// How a macro uses its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// By reference, as `format_args!` does; the number of arguments before the format string.
    Format(usize),
    /// `assert!`: a condition by value, then a format string.
    Assert,
    /// By value: `vec!`, `dbg!`, `pin!`.
    Value,
    /// `matches!`: an expression and a pattern.
    Matches,
    /// tracing's: fields by reference, then as `format_args!` does.
    Fields,
    /// Not ours to look into: `stringify!` and the like.
    Verbatim,
    /// Waits for futures inside: `select!`, `join!`; works in a leaf future only.
    Awaits,
    /// Anything else.
    Unknown,
}

/// What the macro of this path does.
pub fn kind(mac: &Macro, awaiting: &[String]) -> Kind {
    let Some(last) = mac.path.segments.last() else { return Kind::Unknown };
    kind_of(&last.ident.to_string(), awaiting)
}

/// What a macro of this name does.
pub fn kind_of(name: &str, awaiting: &[String]) -> Kind {
    match name {
        "format" | "print" | "println" | "eprint" | "eprintln" | "panic" | "todo" | "unimplemented" | "unreachable"
        | "format_args" => Kind::Format(0),
        "write" | "writeln" => Kind::Format(1),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Kind::Format(2),
        "assert" | "debug_assert" => Kind::Assert,
        "vec" | "dbg" | "pin" => Kind::Value,
        "matches" => Kind::Matches,
        "stringify" | "concat" | "line" | "file" | "column" | "module_path" | "include_str" | "include_bytes" | "env"
        | "option_env" | "cfg" | "compile_error" | "thread_local" | "macro_rules" => Kind::Verbatim,
        "select" | "select_biased" | "join" | "try_join" | "join_biased" | "try_join_biased" | "poll" | "pending"
        | "ready_await" => Kind::Awaits,
        _ if awaiting.iter().any(|each| each == name) => Kind::Awaits,
        _ if fields::is_tracing(name) => Kind::Fields,
        _ => Kind::Unknown,
    }
}

/// The tokens of a macro as syntax.
pub enum Opened {
    /// Expressions between commas (or one `;`, in `vec![x; n]`).
    Exprs(Punctuated<Arg, Separator>),
    /// `matches!(expr, pat)`.
    Matches(Box<Expr>, Box<Pat>),
    /// Statements.
    Stmts(Vec<Stmt>),
    /// `select!`
    Select(Vec<SelectArm>),
    /// tracing's macros.
    Fields(fields::Fields),
    /// Not understood.
    Tokens,
}

/// How many futures a macro holds that waits for several.
pub fn futures(expr: &Expr) -> usize {
    match expr {
        Expr::Macro(node) => match open(&node.mac, kind(&node.mac, &[])) {
            Opened::Exprs(args) if kind(&node.mac, &[]) == Kind::Awaits => args.len(),
            Opened::Select(arms) => arms.iter().filter(|arm| arm.future.is_some()).count(),
            _ => 0,
        },
        Expr::Try(node) => futures(&node.expr),
        _ => 0,
    }
}

/// An argument: `expr` or `name = expr`.
pub struct Arg {
    /// `name =`
    pub name: Option<(syn::Ident, Token![=])>,
    /// The expression.
    pub expr: Expr,
}

/// `,` or `;`
pub enum Separator {
    /// `,`
    Comma(Token![,]),
    /// `;`
    Semi(Token![;]),
}

impl Parse for Separator {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![;]) { input.parse().map(Separator::Semi) } else { input.parse().map(Separator::Comma) }
    }
}

impl Parse for Arg {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let named = input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>]);
        let name = if named { Some((input.parse()?, input.parse()?)) } else { None };
        Ok(Arg { name, expr: input.parse()? })
    }
}

/// Opens a macro.
pub fn open(mac: &Macro, kind: Kind) -> Opened {
    let tokens = mac.tokens.clone();
    match kind {
        Kind::Verbatim => Opened::Tokens,
        Kind::Matches => {
            let parser = |input: ParseStream<'_>| {
                let expr: Expr = input.parse()?;
                input.parse::<Token![,]>()?;
                let mut pat = Pat::parse_multi_with_leading_vert(input)?;
                if let Some(if_token) = input.parse::<Option<Token![if]>>()? {
                    let guard = Box::new(input.parse()?);
                    pat = Pat::Guard(syn::PatGuard { attrs: Vec::new(), pat: Box::new(pat), if_token, guard });
                }
                input.parse::<Option<Token![,]>>()?;
                Ok((expr, pat))
            };
            parser.parse2(tokens).map_or(Opened::Tokens, |(expr, pat)| Opened::Matches(Box::new(expr), Box::new(pat)))
        }
        Kind::Fields => fields::Fields::parse_terminated.parse2(tokens).map_or(Opened::Tokens, Opened::Fields),
        _ => {
            if kind == Kind::Awaits
                && let Ok(arms) = parse_select.parse2(tokens.clone())
            {
                return Opened::Select(arms);
            }
            if let Ok(args) = Punctuated::<Arg, Separator>::parse_terminated.parse2(tokens.clone()) {
                return Opened::Exprs(args);
            }
            match syn::Block::parse_within.parse2(tokens) {
                Ok(stmts) if kind == Kind::Unknown => Opened::Stmts(stmts),
                _ => Opened::Tokens,
            }
        }
    }
}

/// Puts the tokens back.
pub fn close(mac: &mut Macro, opened: Opened) {
    match opened {
        Opened::Exprs(args) => mac.tokens = build::macro_args(&args),
        Opened::Matches(expr, pat) => mac.tokens = build::matches_args(&expr, &pat),
        Opened::Stmts(stmts) => mac.tokens = build::stmts(&stmts),
        Opened::Select(arms) => mac.tokens = build::select_arms(&arms),
        Opened::Fields(fields) => mac.tokens = build::fields(&fields),
        Opened::Tokens => {}
    }
}

/// Resolves the names in a macro's tokens.
pub fn resolve(resolver: &mut Resolver, mac: &mut Macro) {
    let kind = kind(mac, &[]);
    let mut opened = open(mac, kind);
    match &mut opened {
        Opened::Exprs(args) => {
            capture_arguments(resolver, kind, args);
            resolver.arguments(matching::shows(mac, kind), args.iter_mut().map(|arg| &mut arg.expr));
        }
        Opened::Matches(expr, pat) => {
            resolver.visit_expr_mut(expr);
            resolver.scopes.push();
            resolver.pattern(pat);
            resolver.scopes.pop();
        }
        Opened::Stmts(stmts) => {
            resolver.scopes.push();
            for stmt in stmts {
                resolver.visit_stmt_mut(stmt);
            }
            resolver.scopes.pop();
        }
        Opened::Select(arms) => arms.iter_mut().for_each(|arm| resolve_arm(resolver, arm)),
        Opened::Fields(args) => {
            let is_span = mac.path.segments.last().is_some_and(|last| last.ident.to_string().ends_with("span"));
            fields::resolve(resolver, args, is_span);
        }
        Opened::Tokens if kind == Kind::Verbatim => {}
        Opened::Tokens => mac.tokens = resolver.tokens(std::mem::take(&mut mac.tokens)),
    }
    close(mac, opened);
}

/// Input: `println!("{x}")`
/// Output: `println!("{x}", x = x)`, so that the mention is one like any other.
fn capture_arguments(resolver: &mut Resolver, kind: Kind, args: &mut Punctuated<Arg, Separator>) {
    let at = match kind {
        Kind::Format(at) => at,
        Kind::Assert => 1,
        // Logging macros and the like: the first string literal is their format string.
        Kind::Unknown => match args.iter().position(|arg| literal(arg).is_some()) {
            Some(at) => at,
            None => return,
        },
        _ => return,
    };
    let Some((text, span)) = args.iter().nth(at).and_then(literal) else { return };
    for name in format::captures(&text) {
        let given = args.iter().any(|arg| arg.name.as_ref().is_some_and(|(given, _)| *given == name));
        if given || resolver.scopes.get(&name).is_none() {
            continue;
        }
        if !args.empty_or_trailing() {
            args.push_punct(Separator::Comma(Default::default()));
        }
        let ident = syn::Ident::new(&name, span);
        args.push_value(Arg { name: Some((ident.clone(), Default::default())), expr: build::path(ident) });
    }
}

fn literal(arg: &Arg) -> Option<(String, Span)> {
    match &arg.expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if arg.name.is_none() => Some((text.value(), text.span())),
        _ => None,
    }
}
