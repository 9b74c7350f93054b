//! The suspension points of a leaf future, in the order of their evaluation. `lower` names them, `emit` makes each set its tag.
use quote::ToTokens;
use syn::{
    Expr, Stmt,
    visit_mut::{self, VisitMut},
};

use crate::{
    lower::place::is_compound,
    names::{self, LocalId},
    resolve::macros::{self, Kind, Opened},
};

/// Calls `found` with each `.await`, and with each macro that waits, of the leaf future's own: in no closure, async block or item,
/// and in no macro of which we don't know where it evaluates its arguments; and with the handlers of `select!`. Gives the number of
/// mentions of the `counted` locals.
pub fn each(
    expr: &mut Expr,
    awaiting: &[String],
    counted: &dyn Fn(LocalId) -> bool,
    found: &mut dyn FnMut(&mut Expr, Site),
) -> usize {
    let mut points = Points { awaiting, counted, found, around: Site::default(), points: 0 };
    points.visit_expr_mut(expr);
    points.around.mentions
}

/// What was found, and where it stands.
#[derive(Clone, Copy, Default)]
pub struct Site {
    /// The number of the suspension point; none for a handler that mentions a counted local.
    pub point: Option<usize>,
    /// In a loop of the leaf future.
    pub in_loop: bool,
    /// In a macro.
    pub in_macro: bool,
    /// The number of the macro that waits when its arguments are there, of which this is one.
    pub back: Option<usize>,
    /// How many mentions stand before it.
    pub mentions: usize,
}

struct Points<'a> {
    awaiting: &'a [String],
    counted: &'a dyn Fn(LocalId) -> bool,
    found: &'a mut dyn FnMut(&mut Expr, Site),
    around: Site,
    points: usize,
}

impl Points<'_> {
    fn in_loop(&mut self, inside: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.around.in_loop, true);
        inside(self);
        self.around.in_loop = outer;
    }

    fn count(&mut self, tokens: proc_macro2::TokenStream) {
        names::idents(tokens).iter().for_each(|ident| self.mention(ident));
    }

    fn mention(&mut self, ident: &syn::Ident) {
        let counts = names::decode(ident).is_some_and(|(local, mention)| mention.is_some() && (self.counted)(local));
        self.around.mentions += usize::from(counts);
    }

    /// What is assigned is evaluated last, if it is a number.
    fn last(&mut self, assigned: &mut Expr, value: &mut Expr) {
        self.visit_expr_mut(value);
        self.visit_expr_mut(assigned);
    }

    fn awaits(&self, expr: &Expr) -> bool {
        macros::awaits(expr.to_token_stream(), self.awaiting)
    }

    /// The next number.
    fn number(&mut self) -> Option<usize> {
        self.points += 1;
        Some(self.points - 1)
    }

    fn handler(&mut self, handler: &mut Expr) {
        let before = self.around.mentions;
        self.visit_expr_mut(handler);
        if self.around.mentions > before {
            (self.found)(handler, self.around);
        }
    }

    /// The number of suspension points in the arguments of a macro that waits itself when they are there.
    fn inside(&self, opened: Opened) -> usize {
        let mut count = 0;
        let mut add = |mut expr: Expr| {
            each(&mut expr, self.awaiting, &|_| false, &mut |_, site| count += usize::from(site.point.is_some()));
        };
        match opened {
            Opened::Exprs(args) => args.into_iter().for_each(|arg| add(arg.expr)),
            Opened::Select(arms) => arms.into_iter().flat_map(|arm| arm.future.into_iter().chain(arm.condition)).for_each(add),
            _ => {}
        }
        count
    }

    /// Looks into the arguments of a macro; its number, if it waits itself.
    fn arguments(&mut self, mac: &mut syn::Macro) -> Option<usize> {
        let kind = macros::kind(mac, &[]);
        let known = kind != Kind::Unknown && kind != Kind::Fields && kind != Kind::Verbatim;
        if !known || shows_its_text(mac) {
            self.count(mac.tokens.clone());
            let waits = macros::awaits(mac.tokens.clone(), self.awaiting) || macros::kind(mac, self.awaiting) == Kind::Awaits;
            return if waits { self.number() } else { None };
        }
        let mut opened = macros::open(mac, kind);
        let outer = (self.around.in_macro, self.around.back);
        let back = (kind == Kind::Awaits).then(|| self.points + self.inside(macros::open(mac, kind)));
        (self.around.in_macro, self.around.back) = (true, back.or(outer.1));
        let mut number = None;
        match &mut opened {
            Opened::Exprs(args) => args.iter_mut().for_each(|arg| self.visit_expr_mut(&mut arg.expr)),
            Opened::Matches(expr, _) => self.visit_expr_mut(expr),
            Opened::Select(arms) => {
                let operands = arms.iter_mut().flat_map(|arm| arm.future.iter_mut().chain(&mut arm.condition));
                operands.for_each(|expr| self.visit_expr_mut(expr));
                number = self.number();
                self.around.back = outer.1;
                arms.iter_mut().filter(|arm| !arm.is_option).for_each(|arm| self.handler(&mut arm.handler));
            }
            Opened::Stmts(_) | Opened::Fields(_) | Opened::Tokens => {}
        }
        (self.around.in_macro, self.around.back) = outer;
        macros::close(mac, opened);
        if kind == Kind::Awaits { number.or_else(|| self.number()) } else { None }
    }
}

/// `assert!(condition)` and `dbg!(value)` print what they are given: it stays as it is.
fn shows_its_text(mac: &syn::Macro) -> bool {
    let alone =
        !mac.tokens.clone().into_iter().any(|token| matches!(token, proc_macro2::TokenTree::Punct(p) if p.as_char() == ','));
    mac.path.is_ident("dbg") || (macros::kind(mac, &[]) == Kind::Assert && alone)
}

impl VisitMut for Points<'_> {
    fn visit_ident_mut(&mut self, ident: &mut syn::Ident) {
        self.mention(ident);
    }

    fn visit_expr_mut(&mut self, node: &mut Expr) {
        match node {
            Expr::Closure(_) | Expr::Async(_) => self.count(node.to_token_stream()),
            Expr::Await(_) => {
                visit_mut::visit_expr_mut(self, node);
                let point = self.number();
                (self.found)(node, Site { point, ..self.around });
            }
            Expr::Macro(inner) => {
                let point = self.arguments(&mut inner.mac);
                if point.is_some() {
                    (self.found)(node, Site { point, ..self.around });
                }
            }
            Expr::Assign(inner) if !self.awaits(&inner.left) => self.last(&mut inner.left, &mut inner.right),
            Expr::Binary(inner) if is_compound(&inner.op) && !self.awaits(&inner.left) => {
                self.last(&mut inner.left, &mut inner.right);
            }
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => self.in_loop(|this| visit_mut::visit_expr_mut(this, node)),
            _ => visit_mut::visit_expr_mut(self, node),
        }
    }

    fn visit_stmt_mut(&mut self, node: &mut Stmt) {
        if let Stmt::Macro(inner) = node {
            let (attrs, mac, semi) = (inner.attrs.clone(), inner.mac.clone(), inner.semi_token);
            let mut expr = Expr::Macro(syn::ExprMacro { attrs, mac });
            self.visit_expr_mut(&mut expr);
            *node = match expr {
                Expr::Macro(expr) => Stmt::Macro(syn::StmtMacro { attrs: expr.attrs, mac: expr.mac, semi_token: semi }),
                expr => Stmt::Expr(expr, semi),
            };
            return;
        }
        visit_mut::visit_stmt_mut(self, node);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
