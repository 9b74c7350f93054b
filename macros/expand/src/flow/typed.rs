//! Boxes that declarations tell of: a local's type, or that of a field of a struct or variant of the same file.
//!
//! Matched behind a reference a name is a reference to a box, out of which nothing moves: what is taken for a box there never is moved.
//! Where another type is meant, emitted code asks rustc.
mod values;

use syn::{Expr, Pat, Type};

use super::{build::Builder, native::member_text};
use crate::{
    ir::{Block, Node, Stmt},
    lower::{place::bare, policy},
    names::{self, LocalId},
    resolve::types::{arguments, boxed},
};

impl Builder {
    /// The names of a pattern that is matched against the value.
    pub(super) fn note_types(&mut self, pat: &Pat, value: &Expr) {
        let ty = self.type_of(value);
        // Behind a reference all names are references.
        if !matches!(bare(value), Expr::Reference(_)) {
            self.bind_types(pat, ty.as_ref());
        }
    }

    /// As [`Builder::note_types`], for a value that may suspend.
    pub(super) fn note_types_node(&mut self, pat: &Pat, init: &Node) {
        match init {
            Node::Native(init) => self.note_types(pat, init),
            Node::Block(block) => match (left_with(block), &block.tail) {
                (Some(value), _) => self.note_types(pat, value),
                (None, Some(tail)) => self.note_types_node(pat, tail),
                _ => {}
            },
            _ => self.bind_types(pat, None),
        }
    }

    /// The names of the pattern of a `for`.
    pub(super) fn note_item(&mut self, pat: &Pat, items: &Expr) {
        let item = self.type_of(items).and_then(|ty| values::item(&ty));
        self.bind_types(pat, item.as_ref());
    }

    /// An argument of a type that stands for a box.
    pub(super) fn note_argument(&mut self, local: LocalId) {
        let meant = self.locals[local.0].ty.as_ref().map(|ty| self.declared.types.meant(ty));
        self.locals[local.0].boxed |= meant.as_ref().is_some_and(|ty| boxed(ty).is_some());
        self.locals[local.0].once |= meant.as_ref().is_some_and(policy::once);
    }

    fn bind_types(&mut self, pat: &Pat, ty: Option<&Type>) {
        let ty = ty.map(|ty| self.declared.types.meant(ty));
        match (pat, &ty) {
            (Pat::Ident(node), Some(ty)) if node.by_ref.is_none() => {
                let Some((local, None)) = names::decode(&node.ident) else { return };
                self.locals[local.0].boxed |= boxed(ty).is_some();
                self.types.insert(local, ty.clone());
            }
            (Pat::Paren(node), _) => self.bind_types(&node.pat, ty.as_ref()),
            (Pat::Guard(node), _) => self.bind_types(&node.pat, ty.as_ref()),
            (Pat::Type(node), _) => self.bind_types(&node.pat, Some(&node.ty)),
            (Pat::Or(node), _) => node.cases.iter().for_each(|case| self.bind_types(case, ty.as_ref())),
            (_, Some(Type::Reference(_))) => {}
            (Pat::Tuple(node), ty) => {
                let types =
                    if let Some(Type::Tuple(ty)) = ty { ty.elems.iter().cloned().map(Some).collect() } else { Vec::new() };
                self.bind_elements(node.elems.iter(), types.len(), |at| types.get(at).cloned().flatten());
            }
            (Pat::Slice(node), Some(Type::Array(ty))) => node.elems.iter().for_each(|pat| self.bind_types(pat, Some(&ty.elem))),
            (Pat::TupleStruct(node), ty) => self.bind_variant(node, ty.as_ref()),
            (Pat::Struct(node), ty) => {
                let names: Vec<String> = node.fields.iter().map(|field| member_text(&field.member)).collect();
                let types = self.declared.types.matched(&node.path, &names, node.rest.is_none(), ty.as_ref());
                node.fields.iter().zip(types).for_each(|(field, ty)| self.bind_types(&field.pat, ty.as_ref()));
            }
            _ => {}
        }
    }

    /// `Some(b)`, `Expr::Add(a, b)`
    fn bind_variant(&mut self, node: &syn::PatTupleStruct, ty: Option<&Type>) {
        let types = self.declared.clone();
        let types = &types.types;
        let name = node.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        if matches!(&*name, "Some" | "Ok" | "Err") && !types.has_variant(&name) {
            let (holder, given) = ty.and_then(arguments).map(|(holder, given)| (holder.to_string(), given)).unwrap_or_default();
            let at = usize::from(name == "Err");
            let inner =
                given.get(at).filter(|_| (name == "Some" && holder == "Option") || (name != "Some" && holder == "Result"));
            return node.elems.iter().for_each(|pat| self.bind_types(pat, inner));
        }
        let counted = if node.elems.iter().any(is_rest) { types.count(&node.path) } else { Some(node.elems.len()) };
        let Some(count) = counted else { return };
        let names: Vec<String> = (0..count).map(|at| at.to_string()).collect();
        let found = types.matched(&node.path, &names, true, ty);
        self.bind_elements(node.elems.iter(), count, |at| found.get(at).cloned().flatten());
    }

    /// The elements of a pattern, of which one may be `..`, by their number in the value.
    fn bind_elements<'p>(
        &mut self,
        elems: impl ExactSizeIterator<Item = &'p Pat>,
        count: usize,
        ty: impl Fn(usize) -> Option<Type>,
    ) {
        let (given, mut number) = (elems.len(), 0);
        for elem in elems {
            if is_rest(elem) {
                number += (count + 1).saturating_sub(given);
            } else {
                self.bind_types(elem, ty(number).as_ref());
                number += 1;
            }
        }
    }
}

/// The value of a `let .. else`, as lowered: `'chain: { { if let pat = place { break 'chain names } } diverge }`.
fn left_with(block: &Block) -> Option<&Expr> {
    let chain = block.target.as_ref()?.label.as_ref()?;
    let [Stmt::Expr(Node::Block(inner))] = &block.stmts[..] else { return None };
    let Stmt::Expr(Node::If(branch)) = inner.stmts.last()? else { return None };
    let [Stmt::Expr(Node::Native(Expr::Break(node)))] = &branch.then.stmts[..] else { return None };
    node.expr.as_deref().filter(|_| node.label.as_ref().is_some_and(|label| label.ident == chain.name.ident))
}

/// `..`
fn is_rest(pat: &Pat) -> bool {
    match pat {
        Pat::Rest(_) => true,
        Pat::Ident(node) => node.subpat.as_ref().is_some_and(|(_, pat)| is_rest(pat)),
        _ => false,
    }
}
