//! Closures of which a keeper can make one though it does not stand where it is called: rustc infers the types of its parameters from there,
//! and what is done with them has to do without.
use std::collections::BTreeSet;

use quote::ToTokens as _;
use syn::{
    Expr, ExprClosure, ExprMethodCall, Pat,
    visit::{self, Visit},
};

use crate::{
    flow::pattern,
    lower::{place::bare, policy},
    names::{self, LocalId},
    resolve::macros::{self, Kind, Opened},
};

/// Whether the closure says the types of its parameters, if it has any.
pub(super) fn has_types(closure: &ExprClosure) -> bool {
    closure.inputs.iter().all(|input| matches!(input, Pat::Type(_)))
}

/// Whether the argument is a closure that can be made elsewhere.
pub(super) fn is_given_free(call: &ExprMethodCall, argument: &Expr) -> bool {
    let Expr::Closure(closure) = argument else { return false };
    let untyped: Vec<&Pat> = closure.inputs.iter().filter(|input| !matches!(input, Pat::Type(_))).collect();
    untyped.is_empty() || (policy::gives_value(&call.method.to_string()) && !asks(&untyped, &closure.body))
}

/// Whether the body does more with the parameters than to give them on.
fn asks(parameters: &[&Pat], body: &Expr) -> bool {
    let bound: BTreeSet<LocalId> =
        parameters.iter().flat_map(|pat| pattern::bindings(pat)).map(|binding| binding.local).collect();
    let mentions = names::idents(body.to_token_stream()).into_iter().filter_map(|ident| names::decode(&ident));
    let all = mentions.filter(|(local, mention)| mention.is_some() && bound.contains(local)).count();
    let mut given = Given { bound, count: 0 };
    given.value(body);
    given.visit_expr(body);
    given.count < all
}

/// Counts the parameters that are given to functions, structs and the like.
struct Given {
    bound: BTreeSet<LocalId>,
    count: usize,
}

impl Given {
    fn value(&mut self, expr: &Expr) {
        match bare(expr) {
            Expr::Reference(node) => self.value(&node.expr),
            Expr::Path(node) => {
                let local = node.path.get_ident().and_then(names::decode).map(|(local, _)| local);
                self.count += usize::from(local.is_some_and(|local| self.bound.contains(&local)));
            }
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Given {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Call(node) if matches!(*node.func, Expr::Path(_)) => node.args.iter().for_each(|arg| self.value(arg)),
            Expr::Struct(node) => node.fields.iter().for_each(|field| self.value(&field.expr)),
            Expr::Tuple(node) => node.elems.iter().for_each(|elem| self.value(elem)),
            _ => {}
        }
        visit::visit_expr(self, node);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        let kind = macros::kind(node, &[]);
        if let (Kind::Format(_), Opened::Exprs(args)) = (kind, macros::open(node, kind)) {
            for arg in &args {
                self.value(&arg.expr);
                self.visit_expr(&arg.expr);
            }
        }
    }
}
