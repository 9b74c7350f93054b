//! The branches of `select!`.
use syn::{
    Expr, Pat, Token,
    ext::IdentExt as _,
    parse::{Parse, ParseStream},
    visit::Visit,
    visit_mut::VisitMut,
};

use super::{Opened, kind, open};
use crate::{
    lower::place::bare,
    names::{self, LocalId},
    resolve::Resolver,
};

/// The locals that a `select!` inside the expression names as its futures.
pub fn selected(expr: &Expr) -> Vec<LocalId> {
    struct Find(Vec<LocalId>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            let Opened::Select(arms) = open(mac, kind(mac, &[])) else { return };
            for future in arms.iter().filter_map(|arm| arm.future.as_ref()) {
                let Expr::Path(path) = bare(future) else { continue };
                self.0.extend(path.path.get_ident().and_then(names::decode).map(|(local, _)| local));
            }
        }
    }
    let mut find = Find(Vec::new());
    find.visit_expr(expr);
    find.0
}

/// A branch of `select!`: `pat = future, if condition => handler`, `biased;`, `else => handler` and the like.
pub struct SelectArm {
    /// `biased;`, or the word before `=>`.
    pub word: Option<syn::Ident>,
    /// The pattern.
    pub pat: Option<Pat>,
    /// The future.
    pub future: Option<Expr>,
    /// The condition.
    pub condition: Option<Expr>,
    /// The handler (not for `biased;`).
    pub handler: Expr,
    /// `biased;`
    pub is_option: bool,
}

impl Parse for SelectArm {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let word_alone =
            input.peek(Token![else]) || (input.peek(syn::Ident) && (input.peek2(Token![=>]) || input.peek2(Token![;])));
        let (mut word, mut pat, mut future, mut condition) = (None, None, None, None);
        if word_alone {
            word = Some(syn::Ident::parse_any(input)?);
            if input.parse::<Option<Token![;]>>()?.is_some() {
                return Ok(SelectArm { word, pat, future, condition, handler: Expr::PLACEHOLDER, is_option: true });
            }
        } else {
            pat = Some(Pat::parse_multi_with_leading_vert(input)?);
            input.parse::<Token![=]>()?;
            future = Some(input.parse()?);
            if input.peek(Token![,]) && input.peek2(Token![if]) {
                input.parse::<Token![,]>()?;
                input.parse::<Token![if]>()?;
                condition = Some(input.parse()?);
            }
        }
        input.parse::<Token![=>]>()?;
        let handler = Expr::parse_with_earlier_boundary_rule(input)?;
        input.parse::<Option<Token![,]>>()?;
        Ok(SelectArm { word, pat, future, condition, handler, is_option: false })
    }
}

/// Parses the branches of `select!`.
pub(super) fn parse_select(input: ParseStream<'_>) -> syn::Result<Vec<SelectArm>> {
    let mut arms = Vec::new();
    while !input.is_empty() {
        arms.push(input.parse()?);
    }
    Ok(arms)
}

/// Resolves the names in a branch.
pub(super) fn resolve_arm(resolver: &mut Resolver, arm: &mut SelectArm) {
    for expr in arm.future.iter_mut().chain(&mut arm.condition) {
        resolver.visit_expr_mut(expr);
    }
    resolver.inner += 1;
    resolver.scopes.push();
    if let Some(pat) = &mut arm.pat {
        resolver.pattern(pat);
    }
    if !arm.is_option {
        resolver.visit_expr_mut(&mut arm.handler);
    }
    resolver.scopes.pop();
    resolver.inner -= 1;
}
