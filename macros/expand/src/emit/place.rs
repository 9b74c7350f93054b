//! Native code with its mentions of saved locals written out.
//!
//! Input: `f(&x, y)?`, where `x` and `y` have slots and `y` is not mentioned again
//! Output: `attempt!(f(&(*x.ptr()), own_y.take()))`
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{
    Expr,
    visit_mut::{self, VisitMut},
};

use super::step::Emitter;
use crate::{
    flow::{Access, pattern},
    names::{self, LocalId},
    resolve::macros::{self, Kind, Opened},
};

/// What surrounds a piece of native code.
#[derive(Clone, Default)]
pub struct Around {
    /// Inside a closure or async block: `return` and `?` are its own.
    pub inner: bool,
    /// Inside a leaf future: owners can't be reached.
    pub is_leaf: bool,
    /// Inside a leaf future that may leave the statement: `return`, `?` and jumps leave through `Flow`.
    pub leaf: Option<crate::ir::Leaf>,
    /// Locals that are native just here, though they have slots elsewhere.
    pub native: BTreeSet<LocalId>,
    /// The loops and labelled blocks of the native code itself.
    pub landings: Vec<(Option<Ident>, bool)>,
}

/// Rewrites one piece of native code.
pub struct Rewriter<'e, 'a> {
    /// Knows the layout.
    pub emitter: &'e Emitter<'a>,
    /// What surrounds the code.
    pub around: Around,
}

impl Rewriter<'_, '_> {
    /// A mention of a local.
    fn mention(&self, ident: &Ident) -> Option<TokenStream> {
        let (local, id) = names::decode(ident)?;
        let name = self.emitter.name(local, ident.span());
        let id = id?;
        if self.emitter.natives.borrow().contains(&local) && !self.around.native.contains(&local) {
            let value = self.emitter.value_name(local);
            return Some(at(&value, ident.span()).to_token_stream());
        }
        if !self.emitter.is_slot_here(local) || self.around.native.contains(&local) {
            return Some(name.to_token_stream());
        }
        let span = ident.span();
        let own = at(&self.emitter.owner(local), span);
        let access = self.emitter.facts.mentions.get(&id).map_or(Access::Place, |mention| mention.access);
        Some(match access {
            Access::Take if self.emitter.owns(local) && !self.around.inner && !self.around.is_leaf => {
                quote_spanned!(span=> #own.take())
            }
            _ => quote_spanned!(span=> (*#name.ptr())),
        })
    }

    fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let each = |token: TokenTree| match token {
            TokenTree::Group(group) => {
                let mut new = proc_macro2::Group::new(group.delimiter(), self.tokens(group.stream()));
                new.set_span(group.span());
                TokenTree::Group(new).into()
            }
            TokenTree::Ident(ident) => self.mention(&ident).unwrap_or_else(|| ident.into_token_stream()),
            other => other.into(),
        };
        tokens.into_iter().map(each).collect::<Vec<TokenStream>>().into_iter().collect()
    }

    fn macro_call(&mut self, mac: &mut syn::Macro) {
        let kind = macros::kind(mac, &[]);
        let original = mac.tokens.clone();
        let mut opened = macros::open(mac, kind);
        match &mut opened {
            Opened::Exprs(args) => {
                for arg in args.iter_mut() {
                    self.visit_expr_mut(&mut arg.expr);
                }
                drop_needless_names(args);
                if kind == Kind::Assert {
                    self.assert_message(args, original);
                }
            }
            Opened::Matches(expr, pat) => {
                self.visit_expr_mut(expr);
                self.visit_pat_mut(pat);
            }
            Opened::Stmts(stmts) => stmts.iter_mut().for_each(|stmt| self.visit_stmt_mut(stmt)),
            Opened::Select(arms) => {
                for arm in arms.iter_mut() {
                    arm.pat.iter_mut().for_each(|pat| self.visit_pat_mut(pat));
                    arm.future.iter_mut().chain(&mut arm.condition).for_each(|e| self.visit_expr_mut(e));
                    if !arm.is_option {
                        self.visit_expr_mut(&mut arm.handler);
                    }
                }
            }
            Opened::Tokens if kind == Kind::Verbatim => {}
            Opened::Tokens => mac.tokens = self.tokens(std::mem::take(&mut mac.tokens)),
        }
        macros::close(mac, opened);
    }

    /// `assert!(cond)` panics with the text of its condition: the user's, not ours.
    fn assert_message(&self, args: &mut syn::punctuated::Punctuated<macros::Arg, macros::Separator>, original: TokenStream) {
        if args.len() != 1 || args[0].expr.to_token_stream().to_string() == plain(original.clone(), self).to_string() {
            return;
        }
        let text = plain(original, self);
        if !args.trailing_punct() {
            args.push_punct(macros::Separator::Comma(Default::default()));
        }
        let format: Expr = syn::parse_quote!("{}");
        let message: Expr = syn::parse_quote!(::core::concat!("assertion failed: ", ::core::stringify!(#text)));
        args.push_value(macros::Arg { name: None, expr: format });
        args.push_punct(macros::Separator::Comma(Default::default()));
        args.push_value(macros::Arg { name: None, expr: message });
    }

    /// Input: `move || f(x)`  Output: `{ let x = own_x.take(); move || f(x) }`
    fn capture(&mut self, node: &mut Expr) -> Option<TokenStream> {
        let mut found = Captured { emitter: self.emitter, locals: Vec::new(), by_value: false, by_place: false };
        syn::visit::Visit::visit_expr(&mut found, node);
        let by_move = found.by_value && !found.by_place;
        let locals: Vec<_> = found.locals.into_iter().filter(|local| !self.around.native.contains(local)).collect();
        let outer = self.around.clone();
        self.around.inner = true;
        self.around.native.extend(locals.iter().copied());
        self.around.landings.clear();
        if by_move {
            match node {
                Expr::Closure(node) => node.capture = Some(Default::default()),
                Expr::Async(node) => node.capture = Some(Default::default()),
                _ => {}
            }
        }
        visit_mut::visit_expr_mut(self, node);
        self.around = outer;
        let lets = self.captures(&locals);
        (!locals.is_empty()).then(|| ours!({ #lets #node }))
    }

    /// `let x = own_x.take();` for each local that is captured by value.
    fn captures(&self, locals: &[LocalId]) -> TokenStream {
        locals.iter().map(|local| self.emitter.take_native(*local)).collect()
    }

    fn jump(&self, is_break: bool, label: Option<&syn::Lifetime>, value: Option<&Expr>) -> Option<TokenStream> {
        let own = self.around.landings.iter().any(|(own, is_loop)| match label {
            Some(label) => own.as_ref() == Some(&label.ident),
            None => *is_loop,
        });
        if own || self.around.inner {
            return None;
        }
        let target = self.emitter.target(label)?;
        if let Some(leaf) = &self.around.leaf {
            let jump = crate::ir::Jump { is_break, target };
            let number = leaf.jumps.iter().position(|each| *each == jump)? as u8;
            return Some(ours!(return ::visible_async::__private::Flow::Jump(#number)));
        }
        let label = self.emitter.label(target, is_break);
        Some(ours!(break #label #value))
    }

    fn landing(&mut self, label: Option<&syn::Label>, is_loop: bool, inside: impl FnOnce(&mut Self)) {
        self.around.landings.push((label.map(|label| label.name.ident.clone()), is_loop));
        inside(self);
        self.around.landings.pop();
    }

    /// Input: `bail!(..)`, which returns `Err(..)`
    /// Output: `match attempt!((|| -> Result<Infallible, _> { bail!(..) })()) {}`
    fn early_return(&self, mac: &syn::Macro) -> Option<TokenStream> {
        let name = mac.path.segments.last()?.ident.to_string();
        let attempt = self.attempt();
        match &*name {
            "bail" | "whatever" => {
                Some(ours!(match #attempt!((|| -> ::core::result::Result<::core::convert::Infallible, _> { #mac })()) {}))
            }
            "ensure" | "ensure_whatever" => Some(ours!(#attempt!((|| { #mac; ::core::result::Result::Ok(()) })()))),
            _ => None,
        }
    }

    fn attempt(&self) -> TokenStream {
        let name = Ident::new(if self.around.leaf.is_some() { "attempt_leaf" } else { "attempt" }, Span::mixed_site());
        ours!(::visible_async::__private::#name)
    }

    fn leaving(&mut self, node: &mut Expr) -> Option<TokenStream> {
        if self.around.inner {
            return None;
        }
        match node {
            Expr::Macro(node) => self.early_return(&node.mac),
            Expr::Return(node) => {
                let value = node.expr.as_ref().map_or_else(|| ours!(()), ToTokens::to_token_stream);
                let span = node.return_token.span;
                Some(if self.around.leaf.is_some() {
                    quote_spanned!(span=> return ::visible_async::__private::Flow::Return(#value))
                } else {
                    quote_spanned!(span=> return ::core::task::Poll::Ready(#value))
                })
            }
            Expr::Try(node) => {
                let (value, span) = (&node.expr, node.question_token.span);
                let attempt = self.attempt();
                Some(quote_spanned!(span=> #attempt!(#value)))
            }
            Expr::Break(node) => self.jump(true, node.label.as_ref(), node.expr.as_deref()),
            Expr::Continue(node) => self.jump(false, node.label.as_ref(), None),
            _ => None,
        }
    }

    /// Input: `match x { Some(v) => f(v), None => g() }`, where `x` has a slot and the first arm moves out of it
    /// Output: `{ let x = own_x.take(); match x { Some(v) => f(v), None => { own_x.put(x); g() } } }`
    fn moving_match(&mut self, node: &mut syn::ExprMatch) -> Option<TokenStream> {
        let local = self.emitter.moved_scrutinee(&node.expr, &self.around)?;
        let own = self.emitter.owner(local);
        let value = self.emitter.value_name(local);
        for arm in &mut node.arms {
            let stays = !moves(&arm.pat);
            self.visit_arm_mut(arm);
            if stays {
                let body = &arm.body;
                *arm.body = syn::parse_quote_spanned!(Span::mixed_site()=> { #own.put(#value); #body });
            }
        }
        let arms = &node.arms;
        Some(ours!({ let #value = #own.take(); match #value { #(#arms)* } }))
    }

    /// Input: `x.a`, moved out while the rest of `x` lives on
    /// Output: `{ x.part(|x| forget(x.a)); (&raw const (*x.ptr()).a).read() }`
    fn part(&self, node: &syn::ExprField) -> Option<TokenStream> {
        let (ident, members) = crate::flow::native::field_path(node)?;
        let (local, id) = names::decode(&ident)?;
        let id = id?;
        let mention = self.emitter.facts.mentions.get(&id).filter(|mention| mention.access == Access::Part)?;
        if !self.emitter.is_slot_here(local) || self.around.native.contains(&local) || self.around.inner || self.around.is_leaf {
            return None;
        }
        let (name, span) = (self.emitter.name(local, ident.span()), node.dot_token.span);
        let moved = mention.before.iter().filter_map(|id| self.emitter.facts.parts.get(id)).chain([&members]);
        let whole = super::step::ident("whole");
        let forgets = moved.map(|members| ours!(::core::mem::forget(#whole #(.#members)*);));
        let forgets: TokenStream = forgets.collect();
        Some(quote_spanned!(span=> { #name.part(|#whole| { #forgets }); (&raw const (*#name.ptr()) #(.#members)*).read() }))
    }

    /// Input: `x = v`, where the slot of `x` may be empty  Output: `own_x.put(v)`
    fn assignment(&mut self, node: &mut syn::ExprAssign) -> Option<TokenStream> {
        let unsure = unsure(self.emitter, &node.left, &self.around);
        let local = *unsure.first()?;
        let span = node.eq_token.span;
        if !self.emitter.owns(local) || self.around.inner || self.around.is_leaf {
            let name = &self.emitter.locals[local.0].name;
            let message = format!(
                "`{name}` may not be initialised here, and visible_async can't tell in this place; initialise it in a statement of its own, `{name} = ..;`"
            );
            return Some(quote_spanned!(span=> ::core::compile_error!(#message)));
        }
        self.visit_expr_mut(&mut node.right);
        let value = &node.right;
        if matches!(crate::lower::place::bare(&node.left), Expr::Path(_)) {
            let own = self.emitter.owner(local);
            return Some(quote_spanned!(span=> #own.put(#value)));
        }
        // Input: `(a, b) = v`  Output: `{ let (assigned0, assigned1) = v; own_a.put(assigned0); own_b.put(assigned1); }`
        let mut parts = Vec::new();
        let pattern = destructure(&node.left, &mut parts);
        let assignments = parts.iter().map(|(name, place)| {
            let mut assign = syn::ExprAssign {
                attrs: Vec::new(),
                left: Box::new(place.clone()),
                eq_token: node.eq_token,
                right: Box::new(super::build::path(name.clone())),
            };
            let assign = self.assignment(&mut assign).unwrap_or_else(|| {
                self.visit_expr_mut(&mut assign.left);
                assign.to_token_stream()
            });
            ours!(#assign;)
        });
        let assignments: TokenStream = assignments.collect();
        Some(quote_spanned!(span=> { let #pattern = #value; #assignments }))
    }

    fn moving_if(&mut self, node: &mut syn::ExprIf) -> Option<TokenStream> {
        let Expr::Let(cond) = &mut *node.cond else { return None };
        let local = self.emitter.moved_scrutinee(&cond.expr, &self.around)?;
        let (own, value) = (self.emitter.owner(local), self.emitter.value_name(local));
        self.visit_pat_mut(&mut cond.pat);
        self.visit_block_mut(&mut node.then_branch);
        let otherwise = node.else_branch.take().map(|(_, mut otherwise)| {
            self.visit_expr_mut(&mut otherwise);
            otherwise
        });
        let (pat, then, otherwise) = (&cond.pat, &node.then_branch, otherwise.iter());
        Some(ours!({
            let #value = #own.take();
            if let #pat = #value #then else { #own.put(#value); #(#otherwise)* }
        }))
    }
}

impl VisitMut for Rewriter<'_, '_> {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        let new = match node {
            Expr::Path(path) => path.path.get_ident().and_then(|ident| self.mention(ident)),
            Expr::Closure(_) | Expr::Async(_) => {
                if let Some(new) = self.capture(node) {
                    *node = Expr::Verbatim(new);
                }
                return;
            }
            Expr::Assign(inner) => self.assignment(inner),
            Expr::Field(inner) => self.part(inner),
            Expr::Match(inner) => self.moving_match(inner),
            Expr::If(inner) => self.moving_if(inner),
            _ => None,
        };
        if let Some(new) = new {
            *node = Expr::Verbatim(new);
            return;
        }
        match node {
            Expr::Macro(inner) => self.macro_call(&mut inner.mac),
            Expr::Loop(inner) => self.landing(inner.label.clone().as_ref(), true, |this| this.visit_block_mut(&mut inner.body)),
            Expr::While(inner) => {
                let label = inner.label.clone();
                self.landing(label.as_ref(), true, |this| {
                    this.visit_expr_mut(&mut inner.cond);
                    this.visit_block_mut(&mut inner.body);
                });
            }
            Expr::ForLoop(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                self.visit_pat_mut(&mut inner.pat);
                let label = inner.label.clone();
                self.landing(label.as_ref(), true, |this| this.visit_block_mut(&mut inner.body));
            }
            Expr::Block(inner) if inner.label.is_some() => {
                let label = inner.label.clone();
                self.landing(label.as_ref(), false, |this| this.visit_block_mut(&mut inner.block));
            }
            _ => visit_mut::visit_expr_mut(self, node),
        }
        if let Some(new) = self.leaving(node) {
            *node = Expr::Verbatim(new);
        }
    }

    fn visit_field_value_mut(&mut self, node: &mut syn::FieldValue) {
        self.visit_expr_mut(&mut node.expr);
        shorten(node);
    }

    fn visit_stmt_mut(&mut self, node: &mut syn::Stmt) {
        match node {
            syn::Stmt::Macro(stmt) => {
                self.macro_call(&mut stmt.mac);
                if let Some(new) = self.early_return(&stmt.mac).filter(|_| !self.around.inner) {
                    *node = syn::Stmt::Expr(Expr::Verbatim(new), Some(Default::default()));
                }
            }
            syn::Stmt::Item(_) => {}
            _ => visit_mut::visit_stmt_mut(self, node),
        }
    }

    fn visit_pat_ident_mut(&mut self, node: &mut syn::PatIdent) {
        if let Some((local, None)) = names::decode(&node.ident) {
            node.ident = self.emitter.name(local, node.ident.span());
        }
        visit_mut::visit_pat_ident_mut(self, node);
    }

    fn visit_field_pat_mut(&mut self, node: &mut syn::FieldPat) {
        visit_mut::visit_field_pat_mut(self, node);
        // Input: `P { x: x }`  Output: `P { x }`
        if let (syn::Member::Named(name), syn::Pat::Ident(pat)) = (&node.member, &*node.pat)
            && pat.subpat.is_none()
            && *name == pat.ident
        {
            node.colon_token = None;
        }
    }

    fn visit_block_mut(&mut self, node: &mut syn::Block) {
        if self.around.inner || self.around.is_leaf {
            visit_mut::visit_block_mut(self, node);
            return;
        }
        let natives = self.emitter.natives.borrow().clone();
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut node.stmts) {
            let leave = self.emitter.leave_slots(leaving_stmt(self.emitter, &stmt));
            self.visit_stmt_mut(&mut stmt);
            if !leave.is_empty() {
                stmts.push(syn::Stmt::Expr(Expr::Verbatim(leave), None));
            }
            stmts.push(stmt);
        }
        node.stmts = stmts;
        *self.emitter.natives.borrow_mut() = natives;
    }

    fn visit_arm_mut(&mut self, node: &mut syn::Arm) {
        self.visit_pat_mut(&mut node.pat);
        if self.around.inner || self.around.is_leaf {
            return self.visit_expr_mut(&mut node.body);
        }
        let natives = self.emitter.natives.borrow().clone();
        let leave = self.emitter.leave_slots(leaving(self.emitter, &node.body));
        self.visit_expr_mut(&mut node.body);
        if !leave.is_empty() {
            let body = &node.body;
            *node.body = syn::parse_quote_spanned!(Span::mixed_site()=> { #leave #body });
        }
        *self.emitter.natives.borrow_mut() = natives;
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
}

/// Input: `P { x: x }`  Output: `P { x }`
fn shorten(node: &mut syn::FieldValue) {
    if let syn::Member::Named(name) = &node.member
        && node.expr.to_token_stream().to_string() == name.to_string()
    {
        node.expr = super::build::path(name.clone());
        node.colon_token = None;
    }
}

/// Input: `println!("{x}", x = x)`  Output: `println!("{x}")`, as the user wrote it.
fn drop_needless_names(args: &mut syn::punctuated::Punctuated<macros::Arg, macros::Separator>) {
    while let Some(last) = args.last() {
        let needless = last.name.as_ref().is_some_and(|(name, _)| last.expr.to_token_stream().to_string() == name.to_string());
        if !needless {
            return;
        }
        args.pop();
        args.pop_punct();
    }
}

/// The user's own tokens of a macro.
fn plain(tokens: TokenStream, rewriter: &Rewriter<'_, '_>) -> TokenStream {
    let each = |token: TokenTree| match token {
        TokenTree::Group(group) => TokenTree::Group(proc_macro2::Group::new(group.delimiter(), plain(group.stream(), rewriter))),
        TokenTree::Ident(ident) => match names::decode(&ident) {
            Some((local, _)) => TokenTree::Ident(Ident::new(&rewriter.emitter.locals[local.0].name, ident.span())),
            None => TokenTree::Ident(ident),
        },
        other => other,
    };
    tokens.into_iter().map(each).collect()
}

/// Finds the locals that a closure or async block captures by value.
struct Captured<'e, 'a> {
    emitter: &'e Emitter<'a>,
    locals: Vec<LocalId>,
    by_value: bool,
    /// A native local is captured as a place.
    by_place: bool,
}

impl<'ast> syn::visit::Visit<'ast> for Captured<'_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        let Some((local, Some(id))) = names::decode(ident) else { return };
        let Some(mention) = self.emitter.facts.mentions.get(&id) else { return };
        let captured = mention.access == Access::Captured;
        self.by_value |= captured;
        self.by_place |= !captured && !self.emitter.is_slot_here(local);
        if captured && self.emitter.is_slot_here(local) && self.emitter.owns(local) && !self.locals.contains(&local) {
            self.locals.push(local);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        fn walk(this: &mut Captured<'_, '_>, tokens: TokenStream) {
            for token in tokens {
                match token {
                    TokenTree::Group(group) => walk(this, group.stream()),
                    TokenTree::Ident(ident) => syn::visit::Visit::visit_ident(this, &ident),
                    _ => {}
                }
            }
        }
        walk(self, mac.tokens.clone());
    }
}

/// A name of ours at the place of the user's mention: panics and errors point there.
fn at(name: &Ident, span: Span) -> Ident {
    Ident::new(&name.to_string(), name.span().located_at(span))
}

/// The left side of a destructuring assignment as a pattern of new names.
fn destructure(left: &Expr, parts: &mut Vec<(Ident, Expr)>) -> TokenStream {
    match crate::lower::place::bare(left) {
        Expr::Tuple(node) => {
            let elems: Vec<_> = node.elems.iter().map(|e| destructure(e, parts)).collect();
            ours!((#(#elems,)*))
        }
        Expr::Array(node) => {
            let elems: Vec<_> = node.elems.iter().map(|e| destructure(e, parts)).collect();
            ours!([#(#elems,)*])
        }
        Expr::Call(node) => {
            let (path, elems) = (&node.func, node.args.iter().map(|e| destructure(e, parts)).collect::<Vec<_>>());
            ours!(#path(#(#elems,)*))
        }
        Expr::Struct(node) => {
            let (path, rest) = (&node.path, &node.dot2_token);
            let fields: Vec<_> = node.fields.iter().map(|f| (f.member.clone(), destructure(&f.expr, parts))).collect();
            let fields = fields.iter().map(|(member, pat)| ours!(#member: #pat,));
            ours!(#path { #(#fields)* #rest })
        }
        Expr::Infer(_) => ours!(_),
        Expr::Range(node) if node.start.is_none() && node.end.is_none() => ours!(..),
        other => {
            let name = super::step::ident(&format!("assigned{}", parts.len()));
            parts.push((name.clone(), other.clone()));
            name.to_token_stream()
        }
    }
}

/// The locals that an assignment writes whose slots may be empty.
fn unsure(emitter: &Emitter<'_>, left: &Expr, around: &Around) -> Vec<LocalId> {
    struct Find<'e, 'a>(&'e Emitter<'a>, Vec<LocalId>);
    impl<'ast> syn::visit::Visit<'ast> for Find<'_, '_> {
        fn visit_expr_path(&mut self, node: &'ast syn::ExprPath) {
            let Some((local, Some(id))) = node.path.get_ident().and_then(names::decode) else { return };
            let unsure = self.0.facts.mentions.get(&id).is_some_and(|mention| !mention.sure);
            if unsure && self.0.is_slot_here(local) {
                self.1.push(local);
            }
        }
    }
    let mut find = Find(emitter, Vec::new());
    syn::visit::Visit::visit_expr(&mut find, left);
    find.1.retain(|local| !around.native.contains(local));
    find.1
}

/// Whether a pattern moves what it matches.
pub fn moves(pat: &syn::Pat) -> bool {
    pattern::effect(pat) != pattern::Effect::Nothing
}

/// The locals captured by value inside an expression.
pub fn captured_in(emitter: &Emitter<'_>, node: &Expr) -> Vec<LocalId> {
    let mut found = Captured { emitter, locals: Vec::new(), by_value: false, by_place: false };
    syn::visit::Visit::visit_expr(&mut found, node);
    found.locals
}

/// The locals that leave their slots in this statement, not counting the statements and arms inside it.
struct Leaving<'e, 'a>(&'e Emitter<'a>, Vec<LocalId>);

impl<'ast> syn::visit::Visit<'ast> for Leaving<'_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        let Some((local, Some(id))) = names::decode(ident) else { return };
        if self.0.facts.mentions.get(&id).is_some_and(|mention| mention.native) && !self.1.contains(&local) {
            self.1.push(local);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        fn walk(this: &mut Leaving<'_, '_>, tokens: TokenStream) {
            for token in tokens {
                match token {
                    TokenTree::Group(group) => walk(this, group.stream()),
                    TokenTree::Ident(ident) => syn::visit::Visit::visit_ident(this, &ident),
                    _ => {}
                }
            }
        }
        walk(self, mac.tokens.clone());
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {}

    fn visit_expr_closure(&mut self, node: &'ast syn::ExprClosure) {
        syn::visit::Visit::visit_expr(&mut Inside(self), &node.body);
    }

    fn visit_expr_async(&mut self, node: &'ast syn::ExprAsync) {
        syn::visit::Visit::visit_block(&mut Inside(self), &node.block);
    }

    fn visit_arm(&mut self, node: &'ast syn::Arm) {
        self.visit_pat(&node.pat);
    }
}

/// Inside closures and async blocks there are no statements of ours.
struct Inside<'l, 'e, 'a>(&'l mut Leaving<'e, 'a>);

impl<'ast> syn::visit::Visit<'ast> for Inside<'_, '_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.0.visit_ident(ident);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.0.visit_macro(mac);
    }
}

/// The locals that leave their slots in an expression.
pub fn leaving(emitter: &Emitter<'_>, expr: &Expr) -> Vec<LocalId> {
    use syn::visit::Visit as _;
    let mut leaving = Leaving(emitter, Vec::new());
    leaving.visit_expr(expr);
    leaving.1
}

/// The locals that leave their slots in a statement.
pub fn leaving_stmt(emitter: &Emitter<'_>, stmt: &syn::Stmt) -> Vec<LocalId> {
    use syn::visit::Visit as _;
    let mut leaving = Leaving(emitter, Vec::new());
    leaving.visit_stmt(stmt);
    leaving.1
}

/// The locals that a `select!` inside the expression names as futures and leaves where they are: futures' macros take such a name
/// by reference, and want a name.
pub fn selected(emitter: &Emitter<'_>, expr: &Expr, captured: &[LocalId]) -> Vec<LocalId> {
    struct Find<'e, 'a>(&'e Emitter<'a>, Vec<LocalId>);
    impl<'ast> syn::visit::Visit<'ast> for Find<'_, '_> {
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            let Opened::Select(arms) = macros::open(mac, macros::kind(mac, &[])) else { return };
            for future in arms.iter().filter_map(|arm| arm.future.as_ref()) {
                let Expr::Path(path) = crate::lower::place::bare(future) else { continue };
                let Some((local, Some(_))) = path.path.get_ident().and_then(names::decode) else { continue };
                if self.0.is_slot_here(local) && !self.1.contains(&local) {
                    self.1.push(local);
                }
            }
        }
    }
    let mut find = Find(emitter, Vec::new());
    syn::visit::Visit::visit_expr(&mut find, expr);
    find.1.retain(|local| !captured.contains(local));
    find.1
}
