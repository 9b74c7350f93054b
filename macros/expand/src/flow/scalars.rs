//! Locals that are surely plain data, by what they are declared or made as: they are `Copy`, and nothing happens at the end of
//! their scope. So a state has one only where it is mentioned again or may be borrowed.
use std::collections::{BTreeMap, BTreeSet};

use syn::{BinOp, Expr, GenericArgument, Lit, Pat, PathArguments, Type, TypePath, UnOp};

use super::{Facts, build::Builder};
use crate::{
    emit::build,
    ir::Local,
    lower::place::{bare, is_comparison},
    names::{self, LocalId, MentionId},
};

/// How much room the value takes, and whether it may borrow from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// One byte: it fits beside the tag.
    Byte,
    /// Up to four bytes: one fits there as well.
    Small,
    /// Some other size.
    Other,
    /// A shared reference, or a raw pointer.
    Reference,
}

/// What the type is surely.
pub fn of_type(ty: &Type) -> Option<Width> {
    match ty {
        Type::Reference(node) if node.mutability.is_none() => Some(Width::Reference),
        Type::Ptr(_) => Some(Width::Reference),
        Type::Path(node) if node.qself.is_none() => match &*node.path.get_ident()?.to_string() {
            "bool" | "u8" | "i8" => Some(Width::Byte),
            "u16" | "i16" | "u32" | "i32" | "f32" | "char" => Some(Width::Small),
            "u64" | "u128" | "usize" | "i64" | "i128" | "isize" | "f64" => Some(Width::Other),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the type is that of a number, surely.
pub fn is_number(ty: &Type) -> bool {
    of_type(ty).is_some_and(|width| width != Width::Reference)
}

/// As [`of_type`]; a pointer to a function; and an `Option` of a number, which is `Copy` if it is std's: emitted code asks.
pub fn plain(ty: &Type) -> Option<Width> {
    match (ty, option(ty)) {
        (Type::FnPtr(_), _) => Some(Width::Other),
        (_, Some(inner)) => of_type(inner).filter(|width| *width != Width::Reference).map(|_| Width::Other),
        _ => of_type(ty),
    }
}

/// `Option<T>`: the `T`.
fn option(ty: &Type) -> Option<&Type> {
    let Type::Path(TypePath { qself: None, path, .. }) = ty else { return None };
    let [segment] = path.segments.iter().collect::<Vec<_>>()[..] else { return None };
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.iter().collect::<Vec<_>>()[..] {
        [GenericArgument::Type(inner)] if segment.ident == "Option" => Some(inner),
        _ => None,
    }
}

/// The types that are taken for `Copy` by their names.
pub fn taken_for_copy(locals: &[Local]) -> impl Iterator<Item = &Type> {
    let types = locals.iter().filter_map(|local| local.ty.as_ref());
    let named = types.filter(|ty| option(ty).is_some() && plain(ty).is_some());
    named.map(|ty| (build::text(ty), ty)).collect::<BTreeMap<_, _>>().into_values()
}

/// The locals that are plain data by their types.
pub fn declared(locals: &[Local]) -> impl Iterator<Item = (LocalId, Width)> {
    let typed = |(at, local): (usize, &Local)| Some((LocalId(at), plain(local.ty.as_ref()?)?));
    locals.iter().enumerate().filter_map(typed)
}

/// The locals that are references by their types, shared or exclusive.
pub fn references(locals: &[Local]) -> BTreeSet<LocalId> {
    let references = locals.iter().enumerate().filter(|(_, local)| matches!(local.ty, Some(Type::Reference(_))));
    references.map(|(at, _)| LocalId(at)).collect()
}

impl Facts {
    /// Whether the local is surely a shared reference, or a raw pointer.
    pub fn is_shared(&self, local: LocalId) -> bool {
        self.scalars.get(&local) == Some(&Width::Reference)
    }

    /// How much room it surely takes: a literal that stands beside nothing but literals is an `i32`.
    pub fn width(&self, local: LocalId) -> Option<Width> {
        let alone = |local| self.mentions.values().filter(|mention| mention.local == local).all(|mention| mention.passing);
        match self.scalars.get(&local)? {
            Width::Other if self.literals.contains(&local) && alone(local) => Some(Width::Small),
            width => Some(*width),
        }
    }

    /// Whether the local is taken for plain data by the names of methods, where that matters.
    pub fn is_assumed(&self, local: LocalId) -> bool {
        self.scalars.contains_key(&local) && self.assumed.get(&local) == Some(&true)
    }

    /// Whether the local leaves its slot for the assignment of this mention: plain data is copied.
    pub fn is_renewed(&self, local: LocalId, mention: MentionId, in_leaf: bool) -> bool {
        let mut in_arm = self.renewed.values().filter(|assigned| **assigned == mention);
        let renewed = if in_leaf { self.renewed_inside.contains(&mention) } else { in_arm.next().is_some() };
        renewed && !self.scalars.contains_key(&local)
    }
}

impl Builder {
    /// `let n = 0;`, `let (n, word) = (0, "a");`
    pub(super) fn note_scalars(&mut self, pat: &Pat, init: &Expr) {
        match (pat, bare(init)) {
            (Pat::Ident(node), init) if node.by_ref.is_none() && node.subpat.is_none() => {
                let Some((local, _)) = names::decode(&node.ident) else { return };
                self.facts.scalars.extend(self.made(init).map(|width| (local, width)));
            }
            (Pat::Tuple(pat), Expr::Tuple(init)) if pat.elems.len() == init.elems.len() => {
                pat.elems.iter().zip(&init.elems).for_each(|(pat, init)| self.note_scalars(pat, init));
            }
            _ => {}
        }
    }

    /// What the expression surely makes.
    fn made(&self, expr: &Expr) -> Option<Width> {
        match bare(expr) {
            Expr::Lit(node) => match &node.lit {
                Lit::Bool(_) | Lit::Byte(_) => Some(Width::Byte),
                Lit::Int(number) if matches!(number.suffix(), "u8" | "i8") => Some(Width::Byte),
                Lit::Char(_) => Some(Width::Small),
                Lit::Str(_) | Lit::ByteStr(_) | Lit::CStr(_) => Some(Width::Reference),
                _ => Some(Width::Other),
            },
            Expr::Cast(node) => of_type(&node.ty),
            Expr::Reference(node) if node.mutability.is_none() => Some(Width::Reference),
            Expr::RawAddr(_) => Some(Width::Reference),
            Expr::Binary(node) if is_comparison(&node.op) || matches!(node.op, BinOp::And(_) | BinOp::Or(_)) => Some(Width::Byte),
            // An operator on a reference may be the user's own.
            Expr::Unary(node) if matches!(node.op, UnOp::Neg(_) | UnOp::Not(_)) => {
                self.made(&node.expr).filter(|width| *width != Width::Reference)
            }
            Expr::Path(node) => {
                let (local, _) = names::decode(node.path.get_ident()?)?;
                self.scalar(local)
            }
            _ => None,
        }
    }

    /// What the local surely is, as far as the walk has seen.
    pub(super) fn scalar(&self, local: LocalId) -> Option<Width> {
        let declared = self.locals[local.0].ty.as_ref().and_then(plain);
        declared.or_else(|| self.facts.scalars.get(&local).copied())
    }
}
