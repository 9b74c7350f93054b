//! Functions as a person would lay them out.
use crate::function::Function;
use syn::visit_mut::VisitMut;

/// Takes the parentheses away; the printer puts those back that are needed.
struct Parentheses;

impl VisitMut for Parentheses {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        while let syn::Expr::Paren(paren) = expr {
            *expr = (*paren.expr).clone();
        }
        syn::visit_mut::visit_expr_mut(self, expr);
    }
}

pub fn formatted(function: Function) -> Function {
    match syn::parse_file(&function.source) {
        Ok(mut file) => {
            Parentheses.visit_file_mut(&mut file);
            Function { source: prettyplease::unparse(&file), ..function }
        }
        Err(error) => panic!("{error} in\n{}", function.source),
    }
}
