//! What the values that meet in a pass-through state are coerced to: what the function returns, or the declared type of a `let`.
//!
//! Input: `if ready { go().await } else { Err(Box::new(error)) }` at the end of a function
//! Output: `let slot_value = &Slot::<Result<(), Box<dyn Error>>>::vacant();` and later
//! `slot_value.store(if ready { .. } else { Err(Box::new(error)) });`
//!
//! What a `let` says may be an item of the block around it, which has no name where the slot is declared: there
//! `Slot::<Item>::store(slot_value, ..)` says it.
use std::collections::BTreeMap;

use syn::Type;

use crate::{
    flow::scalars::{self, Width},
    ir::{Block, Meet, Node, Stmt},
    names::LocalId,
};

/// The types that the source declares for the values that meet.
pub fn declared<'a>(body: &'a Block, output: &'a Type) -> BTreeMap<LocalId, &'a Type> {
    let mut found = BTreeMap::new();
    block(body, Some(output), &mut found);
    found
}

fn block<'a>(each: &'a Block, ty: Option<&'a Type>, found: &mut BTreeMap<LocalId, &'a Type>) {
    note(&each.meet, ty, found);
    for stmt in &each.stmts {
        match stmt {
            Stmt::Let { ty, init, .. } => node(init, ty.as_ref(), found),
            Stmt::Expr(expr) => node(expr, None, found),
            Stmt::Native(_) | Stmt::Argument(_) => {}
        }
    }
    each.tail.iter().for_each(|tail| node(tail, ty, found));
}

fn node<'a>(each: &'a Node, ty: Option<&'a Type>, found: &mut BTreeMap<LocalId, &'a Type>) {
    match each {
        Node::Native(_) | Node::Suspend(_) => {}
        Node::Block(inner) => block(inner, ty, found),
        Node::If(branch) => {
            note(&branch.meet, ty, found);
            block(&branch.then, ty, found);
            branch.otherwise.iter().for_each(|otherwise| node(otherwise, ty, found));
        }
        Node::Match(inner) => {
            note(&inner.meet, ty, found);
            inner.arms.iter().for_each(|arm| node(&arm.body, ty, found));
        }
        Node::Loop(inner) => {
            note(&inner.meet, ty, found);
            block(&inner.body, None, found);
        }
    }
}

fn note<'a>(meet: &Meet, ty: Option<&'a Type>, found: &mut BTreeMap<LocalId, &'a Type>) {
    found.extend(meet.value.zip(ty));
}

/// Whether a type has a name where the slots are declared.
pub fn is_named(ty: &Type, output: &Type) -> bool {
    std::ptr::eq(ty, output) || !matches!(scalars::of_type(ty), None | Some(Width::Reference))
}
