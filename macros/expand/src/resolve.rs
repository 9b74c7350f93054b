//! Names are resolved: each binding and each mention of a local gets an identifier of its own (see `names`).
//!
//! Input: `{ let x = 1; let x = x + 1; f(x) }`
//! Output: `{ let __va0 = 1; let __va1 = __va0_0 + 1; f(__va1_1) }`
mod assigned;
pub mod beside;
mod format;
mod forwards;
pub mod guards;
pub mod hidden;
pub mod items;
pub mod macros;
pub mod methods;
pub mod pattern;
mod scope;
pub mod types;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Spacing, Span, TokenStream, TokenTree};
use syn::{
    Expr, Pat, Stmt,
    visit_mut::{self, VisitMut},
};

use crate::{
    emit::tidy,
    ir::Local,
    lower::place::bare,
    names::{self, LocalId, MentionId},
};
use scope::Scopes;

/// Resolves names; keeps the table of locals.
#[derive(Default)]
pub struct Resolver {
    /// All locals so far.
    pub locals: Vec<Local>,
    scopes: Scopes,
    mentions: usize,
    /// How many closures and async blocks we are in.
    inner: usize,
    /// In an argument of a macro that may show its text.
    as_written: bool,
    /// The function's own awaits, and the locals that can be named there.
    pub awaits: Vec<(Span, BTreeSet<LocalId>)>,
}

impl Resolver {
    /// Binds the name of an argument or of a temporary.
    pub fn bind(&mut self, name: &str, span: Span) -> LocalId {
        let id = self.add(name, span, false);
        self.scopes.bind(name.to_string(), id);
        id
    }

    /// Adds a local that no source name can reach.
    pub fn temp(&mut self, name: &str, span: Span) -> LocalId {
        let id = self.add(name, span, false);
        self.locals[id.0].temp = true;
        self.locals[id.0].inner = false;
        id
    }

    fn add(&mut self, name: &str, span: Span, mutable: bool) -> LocalId {
        let id = LocalId(self.locals.len());
        self.locals.push(Local { mutable, inner: self.inner > 0, ..Local::new(name, span) });
        id
    }

    /// A mention of `local`, as an identifier.
    pub fn mention(&mut self, local: LocalId, span: Span) -> Ident {
        let id = MentionId(self.mentions);
        self.mentions += 1;
        names::mention(local, id, span)
    }

    /// How many mentions there are.
    pub const fn mention_count(&self) -> usize {
        self.mentions
    }

    fn lookup(&mut self, ident: &Ident) -> Option<Ident> {
        let local = self.scopes.get(&ident.to_string())?;
        Some(self.mention(local, ident.span()))
    }

    /// Resolves the body of the function.
    pub fn body(&mut self, block: &mut syn::Block) {
        self.visit_block_mut(block);
    }

    /// Binds what `pat` binds, from here on in the scope at hand.
    pub fn pattern(&mut self, pat: &mut Pat) {
        pattern::bind(self, pat);
    }

    fn scoped(&mut self, inside: impl FnOnce(&mut Self)) {
        self.scopes.push();
        inside(self);
        self.scopes.pop();
    }

    /// Mentions in the tokens of a macro that we know nothing of.
    pub fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let mut out = Vec::new();
        let mut input = tokens.into_iter().peekable();
        let mut before = ' ';
        while let Some(token) = input.next() {
            let next = match input.peek() {
                // `x != y` is no macro.
                Some(TokenTree::Punct(punct)) if punct.as_char() != '!' || punct.spacing() == Spacing::Alone => punct.as_char(),
                _ => ' ',
            };
            let mut mark = 'x';
            out.push(match token {
                TokenTree::Group(group) => tidy::regroup(&group, self.tokens(group.stream())),
                // Not a field, the rest or the beginning of a path, a label, a key or a macro.
                TokenTree::Ident(ident) if !matches!(before, '.' | ':' | '\'') && !matches!(next, '!' | ':') => {
                    self.lookup(&ident).unwrap_or(ident).into()
                }
                TokenTree::Punct(punct) => {
                    // `..x` is a range, `.x` a field; `: x` a value, `::x` the rest of a path.
                    mark = match punct.as_char() {
                        '.' if before == '.' => ' ',
                        ':' if before != 'p' => {
                            if punct.spacing() == Spacing::Joint {
                                'p'
                            } else {
                                ' '
                            }
                        }
                        other => other,
                    };
                    punct.into()
                }
                other => other,
            });
            before = mark;
        }
        out.into_iter().collect()
    }

    fn if_expr(&mut self, node: &mut syn::ExprIf) {
        self.scoped(|this| {
            this.visit_expr_mut(&mut node.cond);
            this.visit_block_mut(&mut node.then_branch);
        });
        if let Some((_, otherwise)) = &mut node.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn awaited(&mut self, node: &mut syn::ExprAwait) {
        if self.inner == 0 {
            self.awaits.push((node.await_token.span, self.scopes.visible()));
        }
        self.visit_expr_mut(&mut node.base);
    }

    fn closure(&mut self, node: &mut syn::ExprClosure) {
        self.inner += 1;
        self.scoped(|this| {
            for input in &mut node.inputs {
                this.pattern(input);
            }
            this.visit_expr_mut(&mut node.body);
        });
        self.inner -= 1;
    }
}

impl VisitMut for Resolver {
    fn visit_block_mut(&mut self, node: &mut syn::Block) {
        node.stmts =
            std::mem::take(&mut node.stmts).into_iter().flat_map(macros::pin_statement).map(macros::stream_statement).collect();
        self.scoped(|this| {
            for stmt in &mut node.stmts {
                this.visit_stmt_mut(stmt);
            }
        });
    }

    fn visit_stmt_mut(&mut self, node: &mut Stmt) {
        match node {
            Stmt::Local(local) => self.visit_local_mut(local),
            Stmt::Item(_) => {}
            Stmt::Expr(expr, _) => self.visit_expr_mut(expr),
            Stmt::Macro(stmt) => macros::resolve(self, &mut stmt.mac),
            #[allow(unreachable_patterns)]
            _ => {}
        }
    }

    fn visit_local_mut(&mut self, node: &mut syn::Local) {
        if let Some(init) = &mut node.init {
            if matches!(node.pat, Pat::Wild(_)) {
                assigned::leave_out(self, &mut init.expr);
            }
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
        self.pattern(&mut node.pat);
        let made_by = node.init.as_ref().and_then(|init| maker(&init.expr));
        if let (Pat::Ident(pat), Some(made_by)) = (&node.pat, made_by)
            && let Some((local, _)) = names::decode(&pat.ident)
        {
            self.locals[local.0].made_by = Some(made_by);
        }
    }

    fn visit_expr_mut(&mut self, node: &mut Expr) {
        if let Expr::Macro(inner) = node
            && let Some(new) = macros::stream(&inner.mac).or_else(|| macros::matching(&inner.mac).filter(|_| !self.as_written))
        {
            *node = new;
        }
        match node {
            Expr::Path(path) if path.qself.is_none() => {
                if let Some(new) = path.path.get_ident().and_then(|ident| self.lookup(ident)) {
                    path.path = new.into();
                }
            }
            Expr::Let(node) => {
                self.visit_expr_mut(&mut node.expr);
                self.pattern(&mut node.pat);
            }
            Expr::If(node) => self.if_expr(node),
            Expr::While(node) => self.scoped(|this| {
                this.visit_expr_mut(&mut node.cond);
                this.visit_block_mut(&mut node.body);
            }),
            Expr::ForLoop(node) => {
                self.visit_expr_mut(&mut node.expr);
                self.scoped(|this| {
                    this.pattern(&mut node.pat);
                    this.visit_block_mut(&mut node.body);
                });
            }
            Expr::Match(node) => {
                self.visit_expr_mut(&mut node.expr);
                for arm in &mut node.arms {
                    self.visit_arm_mut(arm);
                }
            }
            Expr::Closure(node) => self.closure(node),
            Expr::Async(node) => {
                self.inner += 1;
                self.visit_block_mut(&mut node.block);
                self.inner -= 1;
            }
            Expr::Await(node) => self.awaited(node),
            Expr::Macro(node) => macros::resolve(self, &mut node.mac),
            Expr::Assign(inner) => {
                if let Some(new) = assigned::assignment(self, inner) {
                    *node = new;
                }
            }
            _ => visit_mut::visit_expr_mut(self, node),
        }
    }

    fn visit_field_value_mut(&mut self, node: &mut syn::FieldValue) {
        // Input: `P { x }`  Output: `P { x: __va0_0 }`
        node.colon_token.get_or_insert_with(Default::default);
        self.visit_expr_mut(&mut node.expr);
    }

    fn visit_arm_mut(&mut self, node: &mut syn::Arm) {
        self.scoped(|this| {
            this.pattern(&mut node.pat);
            this.visit_expr_mut(&mut node.body);
        });
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
}

/// The type whose function makes the value, or whose fields are listed.
///
/// Input: `net::Client::connect(addr).await?`, `Client { addr }`  Output: `Client`
fn maker(value: &Expr) -> Option<String> {
    let path = match bare(value) {
        Expr::Await(node) => return maker(&node.base),
        Expr::Try(node) => return maker(&node.expr),
        Expr::MethodCall(node) if ["unwrap", "expect"].iter().any(|name| node.method == name) => return maker(&node.receiver),
        Expr::Struct(node) => return node.path.segments.last().map(|ty| ty.ident.to_string()),
        Expr::Call(node) => bare(&node.func),
        Expr::Path(_) => value,
        _ => return None,
    };
    let Expr::Path(path) = path else { return None };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    names.by_ref().take(2).find(|name| name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase))
}
