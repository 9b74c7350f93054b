//! Makes a function that goes wrong smaller, as long as it still goes wrong in the same way.
use crate::function::Function;
use crate::project::Project;
use crate::trial::Trial;
use std::collections::BTreeSet;
use syn::visit_mut::{self, VisitMut};

/// The arguments of most macros.
type Args = syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>;

/// Makes one cut, that of number `at`.
struct Cut {
    at: usize,
    seen: usize,
}

impl Cut {
    fn is_due(&mut self) -> bool {
        self.seen += 1;
        self.seen == self.at + 1
    }
}

impl VisitMut for Cut {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let due = (0..block.stmts.len()).find(|_| self.is_due());
        match due {
            Some(statement) => drop(block.stmts.remove(statement)),
            None => visit_mut::visit_block_mut(self, block),
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        for part in parts(expr) {
            if self.is_due() {
                *expr = part;
                return;
            }
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if let Ok(mut args) = mac.parse_body_with(Args::parse_terminated) {
            args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
            mac.tokens = quote::quote!(#args);
        }
    }
}

/// What an expression can be replaced by: its own parts.
fn parts(expr: &syn::Expr) -> Vec<syn::Expr> {
    use syn::Expr;
    let block = |block: &syn::Block| Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block: block.clone() });
    match expr {
        Expr::If(it) => {
            let other = it.else_branch.iter().map(|(_, other)| (**other).clone());
            [block(&it.then_branch)].into_iter().chain(other).collect()
        }
        Expr::Match(it) => it.arms.iter().map(|arm| (*arm.body).clone()).collect(),
        Expr::Block(it) if it.block.stmts.len() == 1 => match &it.block.stmts[0] {
            syn::Stmt::Expr(only, None) => vec![only.clone()],
            _ => Vec::new(),
        },
        Expr::ForLoop(it) => vec![block(&it.body)],
        Expr::While(it) => vec![block(&it.body)],
        Expr::Loop(it) => vec![block(&it.body)],
        Expr::Await(it) => [(*it.base).clone()].into_iter().chain(parts(&it.base)).collect(),
        Expr::Call(it) => it.args.iter().cloned().collect(),
        Expr::MethodCall(it) => [(*it.receiver).clone()].into_iter().chain(it.args.iter().cloned()).collect(),
        Expr::Binary(it) => vec![(*it.left).clone(), (*it.right).clone()],
        Expr::Paren(it) => vec![(*it.expr).clone()],
        Expr::Struct(it) => it.fields.iter().map(|field| field.expr.clone()).chain(it.rest.as_deref().cloned()).collect(),
        Expr::Tuple(it) => it.elems.iter().cloned().collect(),
        Expr::Field(it) => vec![(*it.base).clone()],
        Expr::Macro(it) => it.mac.parse_body_with(Args::parse_terminated).into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

/// The function with these cuts, the last one first, so that the numbers of the others hold; none if there is no such cut.
fn cut(function: &Function, cuts: &[usize]) -> Option<Function> {
    let mut file = syn::parse_file(&function.source).expect("it was printed from a syntax tree");
    for &at in cuts.iter().rev() {
        let mut cut = Cut { at, seen: 0 };
        cut.visit_file_mut(&mut file);
        if cut.seen <= at {
            return None;
        }
    }
    let name = format!("{}_{}_{}", function.name, cuts[0], cuts.len());
    let source = prettyplease::unparse(&file).replacen(&function.name, &name, 1);
    (!source.contains("loop {}")).then(|| Function { name, source, ..function.clone() })
}

/// The number of cuts that a function can be made smaller by.
fn cuts(function: &Function) -> usize {
    let mut all = Cut { at: usize::MAX - 1, seen: 0 };
    all.visit_file_mut(&mut syn::parse_file(&function.source).expect("it was printed from a syntax tree"));
    all.seen
}

/// All these cuts at once, then each half of them, each quarter and so on.
fn together(function: &Function, cuts: &[usize]) -> Vec<Function> {
    let sizes = std::iter::successors(Some(cuts.len()), |size| (*size > 3).then_some(size.div_ceil(2)));
    let chunks: BTreeSet<&[usize]> = sizes.flat_map(|size| cuts.chunks(size.max(1))).filter(|chunk| chunk.len() > 1).collect();
    chunks.into_iter().filter_map(|chunk| cut(function, chunk)).collect()
}

/// The function with one parameter less, each in turn.
fn without_parameters(function: &Function) -> Vec<Function> {
    let args: syn::ExprTuple = syn::parse_str(&format!("({},)", function.args)).unwrap_or_else(|_| syn::parse_quote!(()));
    let without = |at: usize| {
        let mut file = syn::parse_file(&function.source).ok()?;
        let Some(syn::Item::Fn(item)) = file.items.first_mut() else {
            return None;
        };
        item.sig.inputs = item.sig.inputs.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, it)| it.clone()).collect();
        let left = args.elems.iter().enumerate().filter(|(i, _)| *i != at);
        let args = left.map(|(_, arg)| quote::quote!(#arg).to_string()).collect::<Vec<_>>().join(", ");
        let name = format!("{}_without_{at}", function.name);
        let source = prettyplease::unparse(&file).replacen(&function.name, &name, 1);
        Some(Function { name, source, args, ..function.clone() })
    };
    (0..args.elems.len()).filter_map(without).collect()
}

/// In which way a function goes wrong, if it does, and the details.
fn wrong(trial: &Trial, name: &str) -> Option<(String, String)> {
    if let Some(error) = trial.refused.get(name) {
        return Some((error.lines().next().unwrap_or_default().to_owned(), error.clone()));
    }
    let differ = trial.verdict.differ.iter().find(|(differs, _)| differs == name);
    // What is said of a crash or a hang begins with a word, what is said of a difference with a list.
    differ.map(|(_, text)| (text.split([' ', '"']).next().unwrap_or_default().to_owned(), text.clone()))
}

/// Gives the smallest function that was found, and what is wrong with it.
pub fn shrink(project: &Project, function: &Function) -> (Function, String) {
    let mut best = function.clone();
    let Some((how, mut details)) = wrong(&project.put_to_the_test(&[best.clone()]), &best.name) else {
        return (best, "it goes wrong in company only".to_owned());
    };
    loop {
        let single = |at: usize| Some((at, cut(&best, &[at])?));
        let singles: Vec<(usize, Function)> = (0..cuts(&best)).filter_map(single).collect();
        let mut all: Vec<Function> = singles.iter().map(|(_, small)| small.clone()).collect();
        all.extend(without_parameters(&best));
        let mut found = still_wrong(project, all, &how);
        let is_found = |name: &str| found.iter().any(|(small, _)| small.name == name);
        let useful: Vec<usize> = singles.iter().filter(|(_, small)| is_found(&small.name)).map(|(at, _)| *at).collect();
        found.extend(still_wrong(project, together(&best, &useful), &how));
        let Some((small, text)) = found.into_iter().min_by_key(|(small, _)| small.source.len()) else {
            return (best, details);
        };
        let source = small.source.replacen(&small.name, &function.name, 1);
        best = Function { name: function.name.clone(), source, ..small };
        details = text;
    }
}

/// Those that go wrong in this way, and the details.
fn still_wrong(project: &Project, all: Vec<Function>, how: &str) -> Vec<(Function, String)> {
    if all.is_empty() {
        return Vec::new();
    }
    let trial = project.put_to_the_test(&all);
    let wrong = |small: Function| {
        let (same, text) = wrong(&trial, &small.name)?;
        (same == how).then_some((small, text))
    };
    all.into_iter().filter_map(wrong).collect()
}
