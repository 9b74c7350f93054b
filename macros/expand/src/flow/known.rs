//! Types that follow from what a local is made of: text, numbers, and what std's own methods make of these.
//!
//! What is plain data by such a type is gone from a state with its last mention (see `scalars`). A method of `&str` or of a number is
//! std's own, as is one that takes an `Option` or an iterator by value. Another may be a trait's that comes before it, and `String` a type
//! of the user's: emitted code asks rustc whether the local is `Copy`.
use quote::ToTokens;
use syn::{BinOp, Expr, ExprMethodCall, Lit, Member, Pat, Type};

use super::{build::Builder, native::local_of, scalars::Width};
use crate::{
    emit::build,
    lower::place::bare,
    names::{self, LocalId},
};

/// What the type is, as far as it matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// `&str`
    Text,
    /// `String`
    Owned,
    /// A number, `bool` or `char`.
    Number(Width),
    /// A whole number without a type.
    Literal,
    /// `Option` of it.
    Maybe(Box<Known>),
    /// A tuple; of some elements nothing is known.
    Tuple(Vec<Option<Known>>),
    /// An iterator of such items.
    Items(Box<Known>),
    /// An exclusive reference.
    Exclusive,
    /// A closure that is `Copy`.
    Closure,
}

use Known::{Closure, Exclusive, Items, Literal, Maybe, Number, Owned, Text, Tuple};

const NUMBER: Known = Number(Width::Other);
const LETTER: Known = Number(Width::Small);
const FLAG: Known = Number(Width::Byte);

impl Known {
    /// The type as the source names it.
    fn of_type(ty: &Type) -> Option<Known> {
        match &*build::text(ty).replace("'static ", "").replace(' ', "") {
            "&str" => Some(Text),
            "String" => Some(Owned),
            _ => super::scalars::of_type(ty).filter(|width| *width != Width::Reference).map(Number),
        }
    }

    /// How plain it is.
    const fn width(&self) -> Option<Width> {
        match self {
            Text | Closure => Some(Width::Reference),
            Number(width) => Some(*width),
            Literal => Some(Width::Other),
            _ => None,
        }
    }

    /// Whether the method borrows it, so that one of a trait that takes it by value comes first.
    fn lends(&self, method: &str) -> bool {
        match self {
            Maybe(_) => matches!(method, "is_some" | "is_none"),
            Items(_) => matches!(method, "next" | "nth" | "next_back"),
            _ => false,
        }
    }

    /// What a method of it gives.
    fn method(&self, name: &str) -> Option<Known> {
        match (self, name) {
            (Owned, "as_str") => Some(Text),
            (Owned, "clone") => Some(Owned),
            (Text | Owned, _) => text_method(name),
            (Maybe(inner), "unwrap" | "expect" | "unwrap_or" | "unwrap_or_else" | "unwrap_or_default") => Some((**inner).clone()),
            (Maybe(_), "is_some" | "is_none") => Some(FLAG),
            (Items(inner), "enumerate") => Some(Items(Box::new(Tuple(vec![Some(NUMBER), Some((**inner).clone())])))),
            (
                Items(_),
                "into_iter" | "rev" | "skip" | "take" | "step_by" | "filter" | "skip_while" | "take_while" | "peekable",
            ) => Some(self.clone()),
            (Items(inner), "next" | "last" | "nth" | "next_back") => Some(Maybe(inner.clone())),
            _ => None,
        }
    }
}

/// What a method of `str` gives.
fn text_method(name: &str) -> Option<Known> {
    let items = |item: Known| Some(Items(Box::new(item)));
    match name {
        "trim" | "trim_start" | "trim_end" | "trim_matches" => Some(Text),
        "to_string" | "to_owned" | "to_lowercase" | "to_uppercase" | "repeat" | "replace" => Some(Owned),
        "len" => Some(NUMBER),
        "is_empty" | "starts_with" | "ends_with" | "contains" | "eq_ignore_ascii_case" => Some(FLAG),
        "strip_prefix" | "strip_suffix" => Some(Maybe(Box::new(Text))),
        "find" | "rfind" => Some(Maybe(Box::new(NUMBER))),
        "split_once" | "rsplit_once" => Some(Maybe(Box::new(Tuple(vec![Some(Text), Some(Text)])))),
        "split_at" => Some(Tuple(vec![Some(Text), Some(Text)])),
        "chars" => items(LETTER),
        "char_indices" => items(Tuple(vec![Some(NUMBER), Some(LETTER)])),
        "bytes" => items(FLAG),
        "lines" | "split" | "rsplit" | "splitn" | "rsplitn" | "split_whitespace" | "split_terminator" => items(Text),
        _ => None,
    }
}

impl Builder {
    /// What the type of the expression is.
    pub(super) fn known(&self, expr: &Expr) -> Option<Known> {
        match bare(expr) {
            Expr::Lit(node) => match &node.lit {
                Lit::Str(_) => Some(Text),
                Lit::Int(number) if number.suffix().is_empty() => Some(Literal),
                Lit::Int(_) | Lit::Float(_) => Some(NUMBER),
                Lit::Char(_) => Some(LETTER),
                Lit::Bool(_) | Lit::Byte(_) => Some(FLAG),
                _ => None,
            },
            Expr::Path(_) => {
                let local = local_of(expr)?;
                let declared = self.locals[local.0].ty.as_ref().and_then(Known::of_type);
                declared.or_else(|| self.known.get(&local).cloned())
            }
            Expr::Tuple(node) => Some(Tuple(node.elems.iter().map(|elem| self.known(elem)).collect())),
            Expr::Field(node) => match (self.known(&node.base)?, &node.member) {
                (Tuple(elems), Member::Unnamed(index)) => elems.get(index.index as usize)?.clone(),
                _ => None,
            },
            Expr::Range(node) => {
                let start = node.start.as_deref()?;
                let end = node.end.as_deref().and_then(|end| self.known(end));
                let item = match (self.known(start), end, &node.end) {
                    (Some(Literal), Some(Literal), _) | (Some(Literal), None, None) => Literal,
                    (Some(Literal) | None, Some(Number(width)), _) | (Some(Number(width)), ..) => Number(width),
                    (Some(Literal), ..) | (_, Some(Literal), _) => NUMBER,
                    _ => return None,
                };
                Some(Items(Box::new(item)))
            }
            Expr::Macro(node) if node.mac.path.is_ident("format") => Some(Owned),
            Expr::Reference(node) if node.mutability.is_some() => Some(Exclusive),
            Expr::Closure(node) if self.is_plain(node) => Some(Closure),
            Expr::MethodCall(node) => self.known_method(node),
            Expr::Call(node) => self.known_call(&node.func, node.args.first()),
            Expr::Try(node) => match self.known(&node.expr)? {
                Maybe(inner) => Some(*inner),
                _ => None,
            },
            _ => None,
        }
    }

    fn known_method(&self, node: &ExprMethodCall) -> Option<Known> {
        self.known(&node.receiver)?.method(&node.method.to_string())
    }

    /// `String::new()`; what a `for` is lowered to.
    fn known_call(&self, func: &Expr, first: Option<&Expr>) -> Option<Known> {
        match (&*build::text(func).replace(' ', ""), first) {
            ("String::new" | "String::from" | "String::with_capacity", _) => Some(Owned),
            ("::core::iter::IntoIterator::into_iter", Some(items)) => self.known(items).filter(|known| matches!(known, Items(_))),
            ("::core::iter::Iterator::next", Some(Expr::Reference(iter))) => self.known(&iter.expr)?.method("next"),
            _ => None,
        }
    }

    /// The names of a pattern that is matched against the value.
    pub(super) fn note_known(&mut self, pat: &Pat, value: &Expr) {
        if let Some(known) = self.known(value) {
            self.bind_known(pat, &known, self.is_sure(value));
        }
    }

    /// Whether the local is a reference, by its type or by what makes it.
    pub(super) fn refers(&self, local: LocalId) -> bool {
        self.is_reference(local) || self.known.get(&local) == Some(&Exclusive)
    }

    /// Whether nothing in the expression is of a type that could be another one.
    fn is_sure(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::MethodCall(node) => {
                let receiver = self.known(&node.receiver);
                let own = receiver.is_some_and(|receiver| receiver != Owned && !receiver.lends(&node.method.to_string()));
                own && self.is_sure(&node.receiver)
            }
            Expr::Call(node) => node.args.iter().all(|arg| self.is_sure(arg)),
            Expr::Reference(node) => self.is_sure(&node.expr),
            Expr::Field(node) => self.is_sure(&node.base),
            Expr::Try(node) => self.is_sure(&node.expr),
            Expr::Tuple(node) => node.elems.iter().all(|elem| self.is_sure(elem)),
            expr => local_of(expr).is_none_or(|local| !self.facts.assumed.contains_key(&local)),
        }
    }

    /// What a condition consists of is a `bool`.
    pub(super) fn note_condition(&mut self, cond: &Expr) {
        match bare(cond) {
            Expr::Binary(node) if matches!(node.op, BinOp::And(_) | BinOp::Or(_)) => {
                self.note_condition(&node.left);
                self.note_condition(&node.right);
            }
            cond => {
                let local = local_of(cond).filter(|local| self.locals[local.0].ty.is_none());
                self.facts.scalars.extend(local.map(|local| (local, Width::Byte)));
            }
        }
    }

    /// Whether a closure is `Copy`: it moves what it captures, and that is plain.
    fn is_plain(&self, closure: &syn::ExprClosure) -> bool {
        let mentions = names::idents(closure.to_token_stream()).into_iter().filter_map(|ident| names::decode(&ident));
        let mut captured = mentions.filter(|(local, mention)| mention.is_some() && !self.locals[local.0].inner);
        closure.capture.is_some() && captured.all(|(local, _)| self.scalar(local).is_some())
    }

    /// What stands beside anything but a literal may have another type.
    pub(super) fn note_beside(&mut self, node: &syn::ExprBinary) {
        for (operand, other) in [(&node.left, &node.right), (&node.right, &node.left)] {
            let is_literal = matches!(bare(other), Expr::Lit(_)) && self.known(other) == Some(Literal);
            if let Some(local) = local_of(operand).filter(|_| !is_literal) {
                self.facts.literals.remove(&local);
            }
        }
    }

    /// The machine suspends in the scope of what is open here.
    pub(super) fn note_suspended(&mut self) {
        for local in self.scopes.iter().flatten() {
            self.facts.assumed.entry(*local).and_modify(|suspended| *suspended = true);
        }
    }

    fn bind_known(&mut self, pat: &Pat, known: &Known, sure: bool) {
        match (pat, known) {
            (Pat::Ident(node), _) if node.by_ref.is_none() && node.subpat.is_none() => {
                let Some((local, None)) = names::decode(&node.ident) else { return };
                if *known == Owned {
                    self.facts.texts.insert(local);
                }
                // What has a declared type is of that.
                if self.locals[local.0].ty.is_some() {
                    return;
                }
                self.known.insert(local, known.clone());
                let declared = self.scalar(local).is_some();
                if !sure && !declared {
                    self.facts.assumed.insert(local, false);
                }
                if *known == Literal {
                    self.facts.literals.insert(local);
                }
                if let Some(width) = known.width().filter(|_| !declared) {
                    self.facts.scalars.insert(local, width);
                }
            }
            (Pat::Paren(node), _) => self.bind_known(&node.pat, known, sure),
            (Pat::Tuple(node), Tuple(known)) if !node.elems.iter().any(|elem| matches!(elem, Pat::Rest(_))) => {
                let pairs = node.elems.iter().zip(known);
                pairs.for_each(|(pat, known)| known.iter().for_each(|known| self.bind_known(pat, known, sure)));
            }
            (Pat::TupleStruct(node), Maybe(inner)) if node.path.segments.last().is_some_and(|last| last.ident == "Some") => {
                node.elems.iter().for_each(|pat| self.bind_known(pat, inner, sure));
            }
            _ => {}
        }
    }
}
