//! What the type of a value is, by what is declared and by std's own methods.
use syn::{Expr, Member, Type, UnOp};

use crate::{
    emit::build,
    flow::{
        build::Builder,
        native::{local_of, member_text},
    },
    lower::place::bare,
    resolve::types::{arguments, boxed, unknown},
};

/// Types of std's whose items are of their argument.
const LISTS: [&str; 7] = ["Vec", "VecDeque", "BinaryHeap", "BTreeSet", "HashSet", "LinkedList", "Option"];
/// Their iterators, as the macro names them.
const ITEMS: &str = "Items";

impl Builder {
    /// The type of a place, or of what a few methods of std's make of one.
    pub(in crate::flow) fn type_of(&self, expr: &Expr) -> Option<Type> {
        let ty = match bare(expr) {
            Expr::Path(_) => {
                let local = local_of(expr)?;
                self.locals[local.0].ty.clone().or_else(|| self.types.get(&local).cloned())?
            }
            Expr::Field(node) => self.field_type(&self.behind_all(self.type_of(&node.base)?), &node.member)?,
            Expr::Unary(node) if matches!(node.op, UnOp::Deref(_)) => match self.type_of(&node.expr)? {
                Type::Reference(node) => *node.elem,
                ty => boxed(&ty)?,
            },
            Expr::Tuple(node) => {
                let elems = node.elems.iter().map(|elem| self.type_of(elem).unwrap_or_else(unknown)).collect();
                Type::Tuple(syn::TypeTuple { attrs: Vec::new(), paren_token: Default::default(), elems })
            }
            Expr::MethodCall(node) => method(&self.type_of(&node.receiver)?, &node.method.to_string())?,
            Expr::Try(node) => unwrapped(&self.type_of(&node.expr)?)?,
            Expr::Block(node) => match &node.block.stmts[..] {
                [syn::Stmt::Expr(value, None)] => self.type_of(value)?,
                _ => return None,
            },
            Expr::Call(node) => self.called_type(&build::text(&node.func).replace(' ', ""), node.args.first()?)?,
            _ => return None,
        };
        Some(self.declared.types.meant(&ty))
    }

    /// What a `for` is lowered to; what is taken out of its place.
    fn called_type(&self, func: &str, first: &Expr) -> Option<Type> {
        let place = match bare(first) {
            Expr::Reference(node) => &node.expr,
            value => {
                return method(&self.type_of(value).filter(|_| func == "::core::iter::IntoIterator::into_iter")?, "into_iter");
            }
        };
        match func {
            "::core::iter::Iterator::next" => method(&self.type_of(place)?, "next"),
            _ if func.ends_with("mem::take") || func.ends_with("mem::replace") => self.type_of(place),
            _ => None,
        }
    }

    fn field_type(&self, base: &Type, member: &Member) -> Option<Type> {
        match (base, member) {
            (Type::Tuple(node), Member::Unnamed(index)) => node.elems.iter().nth(index.index as usize).cloned(),
            _ => self.declared.types.field(base, &member_text(member)),
        }
    }

    /// What fields are looked up in: behind references and boxes.
    fn behind_all(&self, ty: Type) -> Type {
        match (boxed(&ty), ty) {
            (Some(inner), _) => self.behind_all(self.declared.types.meant(&inner)),
            (None, Type::Reference(node)) => self.behind_all(self.declared.types.meant(&node.elem)),
            (None, ty) => ty,
        }
    }
}

/// What a method of std's gives that moves out of the value or its place.
fn method(ty: &Type, name: &str) -> Option<Type> {
    let ty = match ty {
        // Of a reference all but the items are the same.
        Type::Reference(node) if name != "into_iter" => &*node.elem,
        ty => ty,
    };
    let (holder, given) = arguments(ty)?;
    let (holder, first) = (holder.to_string(), given.first()?);
    let holds = |name: &str| of(name, first);
    match (&*holder, name) {
        ("Option", "take" | "replace" | "or" | "or_else" | "filter")
        | (ITEMS, "rev" | "skip" | "take" | "filter" | "step_by") => Some(ty.clone()),
        ("Option" | "Result", "unwrap" | "expect" | "unwrap_or" | "unwrap_or_else" | "unwrap_or_default")
        | ("Vec", "remove" | "swap_remove") => Some(first.clone()),
        ("Result", "ok") | ("Vec" | "BinaryHeap", "pop") | ("VecDeque" | "LinkedList", "pop_front" | "pop_back") => {
            holds("Option")
        }
        (ITEMS, "next" | "last" | "nth" | "next_back" | "find") => holds("Option"),
        ("HashMap" | "BTreeMap", "remove" | "insert") => of("Option", given.get(1)?),
        (ITEMS, "into_iter") => Some(ty.clone()),
        (holder, "into_iter") if LISTS.contains(&holder) => holds(ITEMS),
        _ => None,
    }
}

/// Such a type.
fn of(name: &str, inner: &Type) -> Option<Type> {
    syn::parse_str(&format!("{name}<{}>", build::text(inner))).ok()
}

/// The items of a value that is iterated over.
pub fn item(ty: &Type) -> Option<Type> {
    method(&method(ty, "into_iter")?, "next").and_then(|ty| unwrapped(&ty))
}

/// What `?` gives.
fn unwrapped(ty: &Type) -> Option<Type> {
    method(ty, "unwrap")
}
