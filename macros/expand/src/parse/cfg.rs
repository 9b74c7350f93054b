//! `#[cfg(..)]` inside a body: an attribute macro sees the code before rustc has decided, so a body with such attributes is
//! compiled once for each way they can turn out, and each copy stands under the `cfg` it is for.
use syn::{
    Attribute, Block, Expr, Stmt,
    visit::Visit,
    visit_mut::{self, VisitMut},
};

/// More predicates than this would make too many copies: these are left to rustc as they stand.
const MOST: usize = 4;

/// The predicates of the `cfg` attributes on arguments and in a body, each once. Those on items are rustc's own business.
pub fn predicates<'a>(block: &Block, arguments: impl Iterator<Item = &'a Attribute>) -> Vec<String> {
    struct Find(Vec<String>);
    impl<'ast> Visit<'ast> for Find {
        fn visit_attribute(&mut self, attr: &'ast Attribute) {
            if let Some(predicate) = predicate(attr)
                && !self.0.contains(&predicate)
            {
                self.0.push(predicate);
            }
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut find = Find(Vec::new());
    arguments.for_each(|attr| find.visit_attribute(attr));
    find.visit_block(block);
    if find.0.len() > MOST { Vec::new() } else { find.0 }
}

fn predicate(attr: &Attribute) -> Option<String> {
    let list = attr.path().is_ident("cfg").then(|| attr.meta.require_list().ok()).flatten()?;
    Some(list.tokens.to_string())
}

/// Removes what is not there if just the predicates in `on` hold.
pub fn strip(block: &mut Block, on: &[String]) {
    Strip { on }.visit_block_mut(block);
}

/// Whether what has these attributes is there; its `cfg` attributes go.
pub fn keeps(attrs: &mut Vec<Attribute>, on: &[String]) -> bool {
    Strip { on }.keeps(attrs)
}

struct Strip<'p> {
    on: &'p [String],
}

impl Strip<'_> {
    /// Whether the node stays; its `cfg` attributes go.
    fn keeps(&self, attrs: &mut Vec<Attribute>) -> bool {
        let stays = attrs.iter().filter_map(predicate).all(|each| self.on.contains(&each));
        attrs.retain(|attr| predicate(attr).is_none());
        stays
    }
}

impl VisitMut for Strip<'_> {
    fn visit_block_mut(&mut self, node: &mut Block) {
        node.stmts.retain_mut(|stmt| match stmt {
            Stmt::Local(local) => self.keeps(&mut local.attrs),
            Stmt::Macro(node) => self.keeps(&mut node.attrs),
            Stmt::Expr(expr, _) => attrs(expr).is_none_or(|attrs| self.keeps(attrs)),
            Stmt::Item(_) => true,
        });
        visit_mut::visit_block_mut(self, node);
    }

    fn visit_expr_match_mut(&mut self, node: &mut syn::ExprMatch) {
        node.arms.retain_mut(|arm| self.keeps(&mut arm.attrs));
        visit_mut::visit_expr_match_mut(self, node);
    }

    fn visit_expr_struct_mut(&mut self, node: &mut syn::ExprStruct) {
        node.fields =
            std::mem::take(&mut node.fields).into_iter().filter_map(|mut f| self.keeps(&mut f.attrs).then_some(f)).collect();
        // Input: `S { a: b, ..c }`; without the comma the field would be `b..c`.
        if node.dot2_token.is_some() && !node.fields.empty_or_trailing() {
            node.fields.push_punct(Default::default());
        }
        visit_mut::visit_expr_struct_mut(self, node);
    }

    fn visit_pat_struct_mut(&mut self, node: &mut syn::PatStruct) {
        node.fields =
            std::mem::take(&mut node.fields).into_iter().filter_map(|mut f| self.keeps(&mut f.attrs).then_some(f)).collect();
        visit_mut::visit_pat_struct_mut(self, node);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The attributes of an expression statement.
fn attrs(expr: &mut Expr) -> Option<&mut Vec<Attribute>> {
    Some(match expr {
        Expr::Block(node) => &mut node.attrs,
        Expr::If(node) => &mut node.attrs,
        Expr::Match(node) => &mut node.attrs,
        Expr::Loop(node) => &mut node.attrs,
        Expr::While(node) => &mut node.attrs,
        Expr::ForLoop(node) => &mut node.attrs,
        Expr::Call(node) => &mut node.attrs,
        Expr::MethodCall(node) => &mut node.attrs,
        Expr::Macro(node) => &mut node.attrs,
        Expr::Await(node) => &mut node.attrs,
        Expr::Assign(node) => &mut node.attrs,
        Expr::Binary(node) => &mut node.attrs,
        Expr::Return(node) => &mut node.attrs,
        Expr::Unsafe(node) => &mut node.attrs,
        Expr::Try(node) => &mut node.attrs,
        Expr::Break(node) => &mut node.attrs,
        Expr::Continue(node) => &mut node.attrs,
        Expr::Path(node) => &mut node.attrs,
        Expr::Lit(node) => &mut node.attrs,
        _ => return None,
    })
}

/// The ways in which `predicates` can turn out: those that hold, and the `cfg` attribute that says so.
pub fn cases(predicates: &[String]) -> Vec<(Vec<String>, String)> {
    (0..1_usize << predicates.len())
        .map(|case| {
            let holds = |at: &usize| case >> at & 1 == 1;
            let on = (0..predicates.len()).filter(holds).map(|at| predicates[at].clone()).collect();
            let all: Vec<String> =
                predicates.iter().enumerate().map(|(at, p)| if holds(&at) { p.clone() } else { format!("not({p})") }).collect();
            (on, all.join(", "))
        })
        .collect()
}
