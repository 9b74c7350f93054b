//! `matches!`: its pattern may move what it binds, as that of any `match`.
use syn::{
    Expr, Macro, Pat,
    visit::{self, Visit},
    visit_mut::VisitMut,
};

use super::{Kind, Opened, kind, open};
use crate::{emit::build, resolve::Resolver};

impl Resolver {
    /// Resolves the arguments of a macro, which may show their text.
    pub(super) fn arguments<'a>(&mut self, shows: bool, args: impl Iterator<Item = &'a mut Expr>) {
        let outer = self.as_written;
        self.as_written |= shows;
        args.for_each(|arg| self.visit_expr_mut(arg));
        self.as_written = outer;
    }
}

/// Whether a macro may show the text of its arguments.
pub(super) fn shows(mac: &Macro, kind: Kind) -> bool {
    let is_vec = || mac.path.segments.last().is_some_and(|last| last.ident == "vec" || last.ident == "pin");
    !matches!(kind, Kind::Format(_) | Kind::Awaits) && !is_vec()
}

/// Input: `matches!(x, Some(y) if f(&y))`  Output: `match x { Some(y) if f(&y) => true, _ => false }`
pub fn matching(mac: &Macro) -> Option<Expr> {
    let Opened::Matches(expr, pat) = (kind(mac, &[]) == Kind::Matches).then(|| open(mac, Kind::Matches))? else { return None };
    binds(&pat).then(|| build::matching(&expr, &pat))
}

/// Whether the pattern binds a name by value, as far as one can tell.
fn binds(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
            self.0 |= node.by_ref.is_none() && node.ident.to_string().starts_with(char::is_lowercase);
            visit::visit_pat_ident(self, node);
        }
    }
    let mut find = Find(false);
    find.visit_pat(pat);
    find.0
}
