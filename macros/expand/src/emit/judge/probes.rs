//! Where a value leaves its slot though rustc alone knows whether the call at hand moves it: nothing may have borrowed it then that is
//! used later, as that would go on to look at the slot. Where that is in doubt, a second judge moves it there and back, which is E0505
//! if something does. In it what is asked about is `mut`, so nothing else can be asked of it: the first judge is as the user wrote it.
//!
//! Input: `let x = make(); let seen = look(&x); .. n += x.done();`, where `x` leaves its slot
//! Output: `let mut x = make(); let seen = look(&x); .. if false { x = leaves(x); } n += x.done();`
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{
    Arm, BinOp, Block, Expr, Stmt,
    visit_mut::{self, VisitMut},
};

use crate::{
    emit::{build, tidy},
    lower::place::bare,
    names,
    resolve::macros::{self, Kind, Opened},
};

/// A mention of a local that leaves its slot there, though something may have borrowed it.
#[derive(Clone)]
pub struct Doubted {
    /// The name where it is mentioned.
    pub mention: Ident,
    /// The name where it is bound.
    pub bound: Ident,
    /// It leaves its slot in front of its statement: what is evaluated before the mention may still look at the slot.
    pub early: bool,
}

/// Asks in front of the innermost statements or arms that hold these mentions.
pub fn ask(stmts: &[Stmt], doubted: &[Doubted]) -> Vec<Stmt> {
    let mentions = |early: bool| doubted.iter().filter(|each| each.early == early).map(|each| each.mention.clone()).collect();
    Probes { early: mentions(true), there: mentions(false) }.stmts(stmts.to_vec())
}

/// The mentions that are not asked for yet.
struct Probes {
    early: Vec<Ident>,
    /// They leave their slots at the mention itself.
    there: Vec<Ident>,
}

/// The local that a place begins with, if it is nothing else but fields of that.
fn place_of(expr: &Expr) -> Option<Ident> {
    match bare(expr) {
        Expr::Path(path) => path.path.get_ident().cloned(),
        Expr::Field(node) => place_of(&node.base),
        _ => None,
    }
}

/// Two tokens of one name are the same if they stand at the same place.
pub(super) fn is_same(left: &Ident, right: &Ident) -> bool {
    left == right && names::place(left.span()) == names::place(right.span())
}

impl Probes {
    fn stmts(&mut self, stmts: Vec<Stmt>) -> Vec<Stmt> {
        let each = stmts.into_iter().flat_map(|mut stmt| {
            self.visit_stmt_mut(&mut stmt);
            self.asked(&stmt).into_iter().chain([stmt]).collect::<Vec<_>>()
        });
        each.collect()
    }

    /// The questions about what is mentioned there, and was not asked for inside it.
    fn asked(&mut self, within: &impl ToTokens) -> Vec<Stmt> {
        let (early, there) = (asked(&mut self.early, within), self.asked_there(within));
        early.into_iter().chain(there).collect()
    }

    fn asked_there(&mut self, within: &impl ToTokens) -> Vec<Stmt> {
        asked(&mut self.there, within)
    }

    /// What is asked at a call of a mention, at a field, or at a closure.
    fn asked_at(&mut self, node: &Expr) -> Vec<Stmt> {
        let place = match node {
            Expr::MethodCall(call) => place_of(&call.receiver),
            Expr::Call(call) => place_of(&call.func),
            Expr::Field(_) => place_of(node),
            Expr::Closure(_) | Expr::Async(_) => return self.asked_there(node),
            _ => None,
        };
        place.map(|place| self.asked_there(&place)).unwrap_or_default()
    }

    /// The arguments of a macro that has such.
    fn arguments(&mut self, mac: &mut syn::Macro) {
        let kind = macros::kind(mac, &[]);
        if let Opened::Exprs(mut args) = macros::open(mac, kind)
            && kind != Kind::Unknown
        {
            args.iter_mut().for_each(|arg| self.visit_expr_mut(&mut arg.expr));
            macros::close(mac, Opened::Exprs(args));
        }
    }

    fn ask_before(&mut self, expr: &mut Expr) {
        let asked = self.asked(expr);
        if !asked.is_empty() {
            *expr = Expr::Verbatim(quote_spanned!(Span::mixed_site()=> { #(#asked)* #expr }));
        }
    }

    /// What runs inside a macro: blocks, and what stands behind `=>`.
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        if self.early.is_empty() && self.there.is_empty() {
            return tokens;
        }
        let (mut out, mut handler): (Vec<TokenTree>, Option<TokenStream>) = (Vec::new(), None);
        let mut last = ' ';
        for token in tokens {
            let token = match token {
                TokenTree::Group(group) => self.group(&group),
                other => other,
            };
            let this = if let TokenTree::Punct(punct) = &token { punct.as_char() } else { ' ' };
            if this == ',' {
                out.extend(handler.take().map(|handler| self.handler(handler)).into_iter().flatten());
            }
            let is_block = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            match &mut handler {
                // No comma has to follow a block.
                Some(begun) if begun.is_empty() && is_block => {
                    out.extend(self.handler(token.into()));
                    handler = None;
                }
                Some(handler) => handler.extend([token]),
                None => out.push(token),
            }
            if last == '=' && this == '>' && handler.is_none() {
                handler = Some(TokenStream::new());
            }
            last = this;
        }
        out.extend(handler.map(|handler| self.handler(handler)).into_iter().flatten());
        out.into_iter().collect()
    }

    fn handler(&mut self, handler: TokenStream) -> TokenStream {
        let asked = self.asked(&handler);
        if asked.is_empty() { handler } else { quote_spanned!(Span::mixed_site()=> { #(#asked)* #handler }) }
    }

    fn group(&mut self, group: &Group) -> TokenTree {
        tidy::change(group, |block| match block {
            Some(block) => build::stmts(&self.stmts(block.stmts)),
            None => self.tokens(group.stream()),
        })
    }
}

impl VisitMut for Probes {
    fn visit_block_mut(&mut self, node: &mut Block) {
        node.stmts = self.stmts(std::mem::take(&mut node.stmts));
    }

    fn visit_arm_mut(&mut self, node: &mut Arm) {
        visit_mut::visit_arm_mut(self, node);
        self.ask_before(&mut node.body);
    }

    fn visit_expr_mut(&mut self, node: &mut Expr) {
        let mut asked = self.asked_at(node);
        match node {
            Expr::Closure(_) | Expr::Async(_) => {}
            Expr::Binary(of) if matches!(of.op, BinOp::And(_)) => {
                self.visit_expr_mut(&mut of.left);
                self.visit_expr_mut(&mut of.right);
                // It may mention what a `let` on the left binds.
                match &mut *of.right {
                    Expr::Let(of) => self.ask_before(&mut of.expr),
                    right => self.ask_before(right),
                }
            }
            Expr::Macro(of) => {
                self.visit_macro_mut(&mut of.mac);
                asked = self.asked_there(&of.mac);
            }
            _ => visit_mut::visit_expr_mut(self, node),
        }
        if !asked.is_empty() {
            *node = Expr::Verbatim(match &*node {
                Expr::Closure(_) | Expr::Async(_) => quote_spanned!(Span::mixed_site()=> { #(#asked)* #node }),
                // The temporaries in it live as long as before.
                node => quote_spanned!(Span::mixed_site()=> ({ #(#asked)* }, #node).1),
            });
        }
    }

    fn visit_macro_mut(&mut self, node: &mut syn::Macro) {
        if !self.there.is_empty() {
            self.arguments(node);
        }
        node.tokens = self.tokens(std::mem::take(&mut node.tokens));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The questions about those of the mentions that stand within.
fn asked(mentions: &mut Vec<Ident>, within: &impl ToTokens) -> Vec<Stmt> {
    if mentions.is_empty() {
        return Vec::new();
    }
    let idents = names::idents(within.to_token_stream());
    let found = mentions.extract_if(.., |mention| idents.iter().any(|ident| is_same(ident, mention)));
    found.filter_map(|mention| syn::parse2(question(&mention)).ok()).collect()
}

fn question(mention: &Ident) -> TokenStream {
    let span = Span::mixed_site().located_at(mention.span());
    quote_spanned!(span=> if false { #mention = ::visible_async::__private::leaves(#mention); })
}
