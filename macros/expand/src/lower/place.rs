//! Places, values and temporaries, as the reference's chapter on expressions has them.
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{BinOp, Expr, UnOp};

use super::{asked::is_named_constant, policy};
use crate::{
    edition,
    flow::pattern,
    names,
    resolve::macros::{self, Kind, Opened},
};

/// Strips parentheses and invisible groups.
pub fn bare(mut expr: &Expr) -> &Expr {
    loop {
        expr = match expr {
            Expr::Paren(node) => &node.expr,
            Expr::Group(node) => &node.expr,
            _ => return expr,
        };
    }
}

/// A mention of a local and nothing else.
pub fn is_local(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Path(path) if path.path.get_ident().is_some_and(|i| names::decode(i).is_some()))
}

/// A place expression: a local or static, or a field, element or dereference.
pub fn is_place(expr: &Expr) -> bool {
    (matches!(bare(expr), Expr::Path(_) | Expr::Field(_) | Expr::Index(_)) && !is_constructor(expr))
        || matches!(bare(expr), Expr::Unary(u) if matches!(u.op, UnOp::Deref(_)))
}

/// A place that hangs off a local or static through fields and dereferences, without calls: evaluating it early or late is the same.
pub fn is_rooted(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Path(_) => !is_constructor(expr),
        Expr::Field(node) => is_rooted(&node.base),
        Expr::Unary(node) if matches!(node.op, UnOp::Deref(_)) => is_rooted(&node.expr),
        _ => false,
    }
}

/// A constant that rustc promotes to a static when it is borrowed, or an expression without any effect.
pub fn is_constant(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.path.get_ident().is_none_or(|i| names::decode(i).is_none()) && !is_constructor(expr),
        Expr::Unary(node) => matches!(node.op, UnOp::Neg(_) | UnOp::Not(_)) && is_constant(&node.expr),
        Expr::Array(node) => node.elems.iter().all(is_constant),
        Expr::Tuple(node) => node.elems.iter().all(is_constant),
        Expr::Reference(node) => is_promoted(&node.expr) && node.mutability.is_none(),
        Expr::Cast(node) => is_constant(&node.expr),
        _ => false,
    }
}

/// What rustc makes a static of where it is borrowed, unless it has to be dropped: emitted code asks for that (asked.rs).
fn is_promoted(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Array(node) => node.elems.iter().all(is_promoted),
        Expr::Tuple(node) => node.elems.iter().all(is_promoted),
        other => is_constant(other) || is_constructor(other),
    }
}

/// Keeps its meaning when it is evaluated after a suspension point instead of before.
pub fn is_stable(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Reference(node) => (is_rooted(&node.expr) && !dereferences(&node.expr)) || is_constant(expr),
        _ => is_constant(expr),
    }
}

/// `*x`, `(*x).a`: how, the type of `x` may tell.
fn dereferences(place: &Expr) -> bool {
    match bare(place) {
        Expr::Field(node) => dereferences(&node.base),
        Expr::Unary(node) => matches!(node.op, UnOp::Deref(_)),
        _ => false,
    }
}

/// Whether evaluating the expression may leave temporaries behind that live until the end of the statement.
pub fn leaves_temporaries(expr: &Expr) -> bool {
    fn any<'e>(mut list: impl Iterator<Item = &'e Expr>) -> bool {
        list.any(leaves_temporaries)
    }
    match bare(expr) {
        Expr::Reference(node) => borrows_temporary(&node.expr, node.mutability.is_some()),
        Expr::RawAddr(node) => borrows_temporary(&node.expr, false),
        Expr::MethodCall(node) => {
            let receiver = !is_rooted(&node.receiver) && !harmless_receiver(node);
            receiver || leaves_temporaries(&node.receiver) || any(node.args.iter())
        }
        Expr::Call(node) => leaves_temporaries(&node.func) || any(node.args.iter()),
        Expr::Binary(node) if is_comparison(&node.op) => {
            let operand = |e: &Expr| !(is_rooted(e) || is_constant(e) || is_plain(e)) || leaves_temporaries(e);
            operand(&node.left) || operand(&node.right)
        }
        Expr::Binary(node) => leaves_temporaries(&node.left) || leaves_temporaries(&node.right),
        Expr::Field(node) => !is_rooted(&node.base) && !is_place(&node.base) || leaves_temporaries(&node.base),
        Expr::Index(node) => !is_place(&node.expr) || leaves_temporaries(&node.expr) || leaves_temporaries(&node.index),
        Expr::Unary(node) => {
            let deref = matches!(node.op, UnOp::Deref(_)) && !is_place(&node.expr) && !is_plain(&node.expr);
            deref || leaves_temporaries(&node.expr)
        }
        Expr::Cast(node) => leaves_temporaries(&node.expr),
        Expr::Try(node) => leaves_temporaries(&node.expr),
        Expr::Tuple(node) => any(node.elems.iter()),
        Expr::Array(node) => any(node.elems.iter()),
        Expr::Repeat(node) => leaves_temporaries(&node.expr),
        Expr::Struct(node) => {
            any(node.fields.iter().map(|f| &f.expr))
                || node.rest.as_deref().is_some_and(|rest| !is_place(rest) || leaves_temporaries(rest))
        }
        Expr::Range(node) => any(node.start.iter().chain(&node.end).map(|e| &**e)),
        Expr::Match(node) => leaves_scrutinee(node) || any(node.arms.iter().map(|arm| &*arm.body)),
        Expr::If(node) => {
            block_leaves(&node.then_branch)
                || node.else_branch.as_ref().is_some_and(|(_, e)| leaves_temporaries(e))
                || matches!(bare(&node.cond), Expr::Let(cond) if leaves_condition(cond))
        }
        Expr::Block(node) => block_leaves(&node.block),
        Expr::Unsafe(node) => block_leaves(&node.block),
        Expr::Await(node) => leaves_temporaries(&node.base),
        Expr::Macro(node) => macro_leaves(&node.mac),
        _ => false,
    }
}

/// `write!` gives its text to a method that may keep it, as `format_args!` does.
fn macro_leaves(mac: &syn::Macro) -> bool {
    let kind = macros::kind(mac, &[]);
    match macros::open(mac, kind) {
        _ if macros::pin::is_pin(mac) => true,
        Opened::Exprs(args) if kind == Kind::Value => args.iter().any(|arg| leaves_temporaries(&arg.expr)),
        Opened::Matches(expr, pat) => leaves_matched(&expr, [&*pat]),
        // What it makes of its arguments is out of sight.
        _ if kind == Kind::Unknown => true,
        _ => kind == Kind::Format(1) || mac.path.segments.last().is_some_and(|last| last.ident == "format_args"),
    }
}

/// Whether there may be temporaries among the arguments of a macro that we know nothing of.
pub fn calls(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis || calls(group.stream()),
        TokenTree::Punct(punct) => punct.as_char() == '!',
        _ => false,
    })
}

/// Whether what a `match` looks at is a temporary of which its arms may leave something.
pub fn leaves_scrutinee(node: &syn::ExprMatch) -> bool {
    leaves_matched(&node.expr, node.arms.iter().map(|arm| &arm.pat))
}

/// Up to edition 2021 what an `if let` looks at outlives it.
fn leaves_condition(cond: &syn::ExprLet) -> bool {
    if edition::is_2024() { leaves_temporaries(&cond.expr) } else { leaves_matched(&cond.expr, [&*cond.pat]) }
}

fn leaves_matched<'p>(expr: &Expr, pats: impl IntoIterator<Item = &'p syn::Pat>) -> bool {
    let left = !is_place(expr) && !is_plain(expr) && !is_constant(expr);
    left && pats.into_iter().any(pattern::stays) || leaves_temporaries(expr)
}

/// Up to edition 2021 the temporaries of a block's tail outlive the block.
fn block_leaves(block: &syn::Block) -> bool {
    matches!(block.stmts.last(), Some(syn::Stmt::Expr(expr, None)) if leaves_temporaries(expr))
}

/// `&make()`, `&make().field`, `&mut 1`: the temporary lives on.
fn borrows_temporary(expr: &Expr, mutably: bool) -> bool {
    match bare(expr) {
        Expr::Field(node) => borrows_temporary(&node.base, mutably),
        Expr::Index(node) => borrows_temporary(&node.expr, mutably) || leaves_temporaries(&node.index),
        Expr::Unary(node) if matches!(node.op, UnOp::Deref(_)) => borrows_temporary(&node.expr, mutably),
        other if mutably => is_temporary_mutably(other),
        Expr::Path(_) => false,
        other => !is_promoted(other),
    }
}

/// What a `&mut` makes a temporary of: each value but `[]`, which rustc promotes, also that of a constant.
pub fn is_temporary_mutably(expr: &Expr) -> bool {
    (!is_place(expr) || is_named_constant(expr)) && !matches!(bare(expr), Expr::Array(node) if node.elems.is_empty())
}

/// `None`, `Unit`: a value by the name of its type or variant, not a place. rustc promotes a shared borrow of one, not a mutable one.
pub fn is_constructor(expr: &Expr) -> bool {
    let Expr::Path(path) = bare(expr) else { return false };
    let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

/// A temporary as receiver that leaves nothing behind to drop.
fn harmless_receiver(call: &syn::ExprMethodCall) -> bool {
    let consumed = policy::consumes_surely(&call.method.to_string(), &call.args);
    consumed || is_plain(&call.receiver) || is_constant(&call.receiver)
}

/// The value owns nothing: dropping it sooner or later is the same. Where a name tells, emitted code asks rustc (asked.rs).
pub fn is_plain(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::MethodCall(node) => policy::plain(&node.method.to_string()),
        Expr::Reference(_) | Expr::Lit(_) => true,
        Expr::Unary(node) => !matches!(node.op, UnOp::Deref(_)) && is_plain(&node.expr) && !is_reference(&node.expr),
        Expr::Cast(_) => true,
        Expr::Range(node) => node.start.iter().chain(&node.end).all(|e| is_plain(e) || is_rooted(e)),
        Expr::Binary(node) => {
            is_comparison(&node.op)
                || matches!(node.op, BinOp::And(_) | BinOp::Or(_))
                || [&node.left, &node.right].into_iter().all(|operand| is_plain(operand) && !is_reference(operand))
        }
        _ => false,
    }
}

/// What an operator makes of references, its implementation tells, which may be the user's.
fn is_reference(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Reference(_))
}

/// `==` and the like take their operands by reference.
pub const fn is_comparison(op: &BinOp) -> bool {
    matches!(op, BinOp::Eq(_) | BinOp::Ne(_) | BinOp::Lt(_) | BinOp::Le(_) | BinOp::Gt(_) | BinOp::Ge(_))
}

/// `+=` and the like.
pub const fn is_compound(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::AddAssign(_)
            | BinOp::SubAssign(_)
            | BinOp::MulAssign(_)
            | BinOp::DivAssign(_)
            | BinOp::RemAssign(_)
            | BinOp::BitXorAssign(_)
            | BinOp::BitAndAssign(_)
            | BinOp::BitOrAssign(_)
            | BinOp::ShlAssign(_)
            | BinOp::ShrAssign(_)
    )
}

/// A macro whose arguments' temporaries die in it.
pub fn has_scope(expr: &Expr) -> bool {
    let Expr::Macro(node) = bare(expr) else { return false };
    let name = node.mac.path.segments.last().map(|last| last.ident.to_string());
    let scopes = "format print println eprint eprintln assert debug_assert panic todo unimplemented unreachable";
    name.is_some_and(|name| scopes.split(' ').any(|each| each == name))
}

/// `a == P { b }`: in a condition it needs parentheses.
pub fn has_bare_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Struct(_) => true,
        Expr::Binary(node) => has_bare_literal(&node.left) || has_bare_literal(&node.right),
        Expr::MethodCall(node) => has_bare_literal(&node.receiver),
        Expr::Field(node) => has_bare_literal(&node.base),
        Expr::Index(node) => has_bare_literal(&node.expr),
        Expr::Try(node) => has_bare_literal(&node.expr),
        Expr::Unary(node) => has_bare_literal(&node.expr),
        Expr::Reference(node) => has_bare_literal(&node.expr),
        Expr::Cast(node) => has_bare_literal(&node.expr),
        Expr::Await(node) => has_bare_literal(&node.base),
        _ => false,
    }
}

/// What an expression begins with, if that is an expression too.
pub fn first(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Binary(node) => Some(&node.left),
        Expr::MethodCall(node) => Some(&node.receiver),
        Expr::Field(node) => Some(&node.base),
        Expr::Index(node) => Some(&node.expr),
        Expr::Try(node) => Some(&node.expr),
        Expr::Cast(node) => Some(&node.expr),
        Expr::Call(node) => Some(&node.func),
        Expr::Await(node) => Some(&node.base),
        _ => None,
    }
}

/// `{ a } == b`: at the beginning of a statement these braces would be a statement.
pub fn begins_with_block(expr: &Expr) -> bool {
    let innermost = std::iter::successors(first(expr), |expr| first(expr)).last();
    innermost.is_some_and(|innermost| match innermost {
        Expr::Block(_) | Expr::Unsafe(_) | Expr::If(_) | Expr::Match(_) | Expr::Loop(_) | Expr::While(_) => true,
        // What a macro of the user's became.
        Expr::Verbatim(tokens) => {
            matches!(tokens.clone().into_iter().next(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace)
        }
        _ => false,
    })
}
