//! The order in which the operands and temporaries of an operation die.
use super::{Lower, Prelude};
use crate::{emit::build, ir::Stmt, names::LocalId};

impl Lower<'_> {
    /// The operands of an operation die before the temporaries that it borrows, whichever was evaluated first: what is borrowed
    /// is declared in front.
    ///
    /// Input: `let a = f(); let b = g(); h(a, &b)`  Output: `let b; let a = f(); b = g(); h(a, &b)`
    pub(in crate::lower) fn declare_places(&self, stmts: &mut Prelude) {
        let is_place = |stmt: &Stmt| self.binds_place(stmt);
        let Some(first) = stmts.iter().position(|stmt| bound_temp(stmt).is_some() && !is_place(stmt)) else { return };
        let (mut declared, mut rest) = (Vec::new(), Vec::new());
        for mut stmt in stmts.drain(first..) {
            if matches!(&stmt, Stmt::Native(syn::Stmt::Local(local)) if local.init.is_none()) {
                declared.push(stmt);
                continue;
            }
            // One that is deferred has its declaration already.
            if is_place(&stmt)
                && let Stmt::Let { pat, deferred: deferred @ false, .. } = &mut stmt
            {
                *deferred = true;
                declared.push(Stmt::Native(build::declare(pat)));
            }
            rest.push(stmt);
        }
        stmts.extend(declared.into_iter().chain(rest));
    }

    /// What an operand of a terminal operation has declared, from this statement on, dies in one row with the operands. Whether
    /// it lends something.
    pub(super) fn in_one_row(&mut self, stmts: &mut Prelude, from: usize) -> bool {
        let mut inner = stmts.split_off(from);
        let lends = inner.iter().any(|stmt| self.binds_place(stmt));
        self.declare_places(&mut inner);
        stmts.extend(inner);
        lends
    }

    /// Whether the statement binds a temporary that is used as a place.
    fn binds_place(&self, stmt: &Stmt) -> bool {
        bound_temp(stmt).is_some_and(|local| self.places.contains(&local))
    }
}

/// The temporary that a statement binds.
pub(super) fn bound_temp(stmt: &Stmt) -> Option<LocalId> {
    let Stmt::Let { pat: syn::Pat::Ident(pat), .. } = stmt else { return None };
    crate::names::decode(&pat.ident).map(|(local, _)| local)
}
