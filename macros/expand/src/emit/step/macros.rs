//! What the emitter knows of the user's macros.
use std::{cell::Cell, collections::BTreeSet};

use syn::Macro;

use crate::{
    ir::{Block, Node, Stmt},
    resolve::{
        hidden::Definition,
        macros::{self, Kind},
    },
};

/// The user's macros, and what they may do to the arms that call them.
pub struct Macros<'a> {
    /// Those whose definition is in sight.
    known: &'a [Definition],
    /// Those that await inside or whose arguments may.
    pub awaiting: &'a [String],
    /// One that the arm at hand calls may jump without a label: to a loop of ours, if the user's is none in the arm.
    pub may_jump: Cell<bool>,
    /// One does with a local what only rustc can follow.
    pub is_hidden: Cell<bool>,
}

impl<'a> Macros<'a> {
    /// For one machine.
    pub fn new(known: &'a [Definition], awaiting: &'a [String]) -> Self {
        Macros { known, awaiting, may_jump: Cell::new(false), is_hidden: Cell::new(false) }
    }

    /// The definition that is probably meant, if it is in sight.
    pub fn definition(&self, mac: &Macro) -> Option<&Definition> {
        let last = &mac.path.segments.last()?.ident;
        self.known.iter().find(|each| is(last, each))
    }

    /// Whether a macro of this name wants names.
    pub fn wants_names(&self, name: &proc_macro2::Ident) -> bool {
        self.known.iter().any(|each| !each.names.is_empty() && is(name, each))
    }

    /// Notes a call of the macro, which may hide a `break` or `continue` without a label.
    pub fn note(&self, mac: &Macro) {
        let last = mac.path.segments.last().map(|last| last.ident.to_string());
        let jumps = |name: String| !self.is_whole(name.trim_start_matches("r#"), &mut BTreeSet::new());
        self.may_jump.set(self.may_jump.get() || last.is_some_and(jumps));
    }

    /// Whether all that the macro expands to is in sight.
    fn is_whole<'n>(&'n self, name: &'n str, seen: &mut BTreeSet<&'n str>) -> bool {
        if !seen.insert(name) {
            return true;
        }
        let mut in_sight = self.known.iter().filter(|each| each.name == name).peekable();
        let known = in_sight.peek().is_some() || macros::kind_of(name, &[]) != Kind::Unknown;
        known && in_sight.all(|each| each.calls.all.iter().all(|each| self.is_whole(each, seen)))
    }

    /// Whether a statement is a macro that may declare what nobody names, while the block goes on in another arm: there that would be gone.
    pub fn stands_apart(&self, block: &Block, at: usize) -> bool {
        let suspends = |node: &Node| !matches!(node, Node::Native(_));
        let later = |stmt: &Stmt| matches!(stmt, Stmt::Let { init: node, .. } | Stmt::Expr(node) if suspends(node));
        matches!(&block.stmts[at], Stmt::Native(syn::Stmt::Macro(stmt)) if self.may_declare(&stmt.mac))
            && (block.stmts[at + 1..].iter().any(later) || block.tail.as_deref().is_some_and(suspends))
    }

    /// Whether a statement of the macro may declare what nobody names, a guard, and can stand as an expression, where that is an error.
    pub fn may_declare(&self, mac: &Macro) -> bool {
        let several = || self.definition(mac).is_some_and(|each| each.calls.several);
        macros::kind(mac, &macros::AWAITING.map(str::to_string)) == Kind::Unknown && !macros::returns(mac) && !several()
    }
}

/// One that is called like a known macro is told apart by `r#`.
fn is(name: &proc_macro2::Ident, definition: &Definition) -> bool {
    name.to_string().trim_start_matches("r#") == definition.name
}
