//! Makes a function that goes wrong smaller, as long as it still goes wrong in the same way.
use crate::function::Function;
use crate::project::Project;
use crate::trial::Trial;
use syn::visit_mut::{self, VisitMut};

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
        _ => Vec::new(),
    }
}

fn candidates(function: &Function) -> Vec<Function> {
    let mut all: Vec<Function> = Vec::new();
    loop {
        let mut file = syn::parse_file(&function.source).expect("it was printed from a syntax tree");
        let mut cut = Cut { at: all.len(), seen: 0 };
        cut.visit_file_mut(&mut file);
        if cut.seen <= cut.at {
            all.extend(without_parameters(function));
            all.retain(|function| !function.source.contains("loop {}"));
            return all;
        }
        let name = format!("{}_{}", function.name, all.len());
        let source = prettyplease::unparse(&file).replacen(&function.name, &name, 1);
        all.push(Function { name, source, ..function.clone() });
    }
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
        let all = candidates(&best);
        let trial = project.put_to_the_test(&all);
        let still = all.into_iter().filter_map(|small| {
            let (same, text) = wrong(&trial, &small.name)?;
            (same == how).then_some((small, text))
        });
        let Some((small, text)) = still.min_by_key(|(small, _)| small.source.len()) else {
            return (best, details);
        };
        let source = small.source.replacen(&small.name, &function.name, 1);
        best = Function { name: function.name.clone(), source, ..small };
        details = text;
    }
}
