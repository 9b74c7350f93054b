//! `#[cfg(..)]` inside an item: an attribute macro sees the code before rustc has decided. So such an item goes back once, under our
//! attribute, with a mark for each predicate, and rustc removes the marks of those that do not hold.
//!
//! Input: `#[visible_async] async fn f() { #[cfg(unix)] g().await; }`
//! Output: `#[cfg_attr(unix, doc = "visible_async cfg 0")] #[visible_async(decided)] async fn f() { #[cfg(unix)] g().await; }`
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{
    Attribute, Block, Expr, Item, Lit, Meta, Stmt, Token,
    parse::ParseStream,
    punctuated::Punctuated,
    visit_mut::{self, VisitMut},
};

use crate::emit::build;

/// What a mark begins with; the number of its predicate follows.
const MARK: &str = "visible_async cfg ";

/// The mark of a predicate.
pub fn mark(number: usize) -> String {
    format!("{MARK}{number}")
}

/// The predicates of all `#[cfg(..)]` in the tokens, each once.
pub fn predicates(tokens: TokenStream) -> Vec<TokenStream> {
    let mut found = Vec::new();
    find(tokens, &mut found);
    found
}

fn find(tokens: TokenStream, found: &mut Vec<TokenStream>) {
    for token in tokens {
        let TokenTree::Group(group) = token else { continue };
        let inside: Vec<TokenTree> = group.stream().into_iter().collect();
        if let [TokenTree::Ident(name), TokenTree::Group(predicate)] = &inside[..]
            && *name == "cfg"
            && found.iter().all(|each| each.to_string() != predicate.stream().to_string())
        {
            found.push(predicate.stream());
        } else {
            find(group.stream(), found);
        }
    }
}

/// The predicates that hold, by the marks among the attributes, which go.
pub fn holding(attrs: &mut Vec<Attribute>, predicates: &[TokenStream]) -> Vec<String> {
    let marks = attrs.extract_if(.., |attr| number(attr).is_some());
    marks.filter_map(|attr| Some(predicates.get(number(&attr)?)?.to_string())).collect()
}

fn number(attr: &Attribute) -> Option<usize> {
    let Meta::NameValue(doc) = &attr.meta else { return None };
    let Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) = &doc.value else { return None };
    text.value().strip_prefix(MARK)?.parse().ok().filter(|_| doc.path.is_ident("doc"))
}

fn predicate(attr: &Attribute) -> Option<String> {
    let list = attr.path().is_ident("cfg").then(|| attr.meta.require_list().ok()).flatten()?;
    Some(list.tokens.to_string())
}

/// Removes what is not there if just the predicates in `on` hold.
pub fn strip(block: &mut Block, on: &[String]) {
    let mut strip = Strip { on, choices: Vec::new() };
    strip.visit_block_mut(block);
    block.stmts.splice(0..0, strip.choices.into_iter().map(Stmt::Item));
}

/// Whether what has these attributes is there; its `cfg` attributes go.
pub fn keeps(attrs: &mut Vec<Attribute>, on: &[String]) -> bool {
    Strip { on, choices: Vec::new() }.keeps(attrs)
}

struct Strip<'p> {
    on: &'p [String],
    /// The macros that have chosen, with nothing to choose from: their names are in use.
    choices: Vec<Item>,
}

impl Strip<'_> {
    /// Whether the node stays; its `cfg` attributes go.
    fn keeps(&self, attrs: &mut Vec<Attribute>) -> bool {
        let stays = attrs.iter().filter_map(predicate).all(|each| self.on.contains(&each));
        attrs.retain(|attr| predicate(attr).is_none());
        stays
    }
}

impl Strip<'_> {
    fn list(&self, list: &mut Punctuated<Expr, Token![,]>) {
        let stays = |mut expr: Expr| attrs(&mut expr).is_none_or(|attrs| self.keeps(attrs)).then_some(expr);
        *list = std::mem::take(list).into_iter().filter_map(stays).collect();
    }
}

impl VisitMut for Strip<'_> {
    fn visit_block_mut(&mut self, node: &mut Block) {
        self.choose(node);
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

    fn visit_expr_call_mut(&mut self, node: &mut syn::ExprCall) {
        self.list(&mut node.args);
        visit_mut::visit_expr_call_mut(self, node);
    }

    fn visit_expr_method_call_mut(&mut self, node: &mut syn::ExprMethodCall) {
        self.list(&mut node.args);
        visit_mut::visit_expr_method_call_mut(self, node);
    }

    fn visit_expr_array_mut(&mut self, node: &mut syn::ExprArray) {
        self.list(&mut node.elems);
        visit_mut::visit_expr_array_mut(self, node);
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

impl Strip<'_> {
    /// Input: `cfg_if! { if #[cfg(unix)] { a(); b } else { c } }`  Output: `a(); b`, if `unix` holds
    fn choose(&mut self, node: &mut Block) {
        let count = node.stmts.len();
        for (at, stmt) in std::mem::take(&mut node.stmts).into_iter().enumerate() {
            let Some(mut chosen) = self.chosen(&stmt) else {
                node.stmts.push(stmt);
                continue;
            };
            self.choose(&mut chosen);
            if self.choices.is_empty() {
                self.choices.extend(without_choices(&stmt));
            }
            let is_tail = at + 1 == count && matches!(&stmt, Stmt::Macro(node) if node.semi_token.is_none());
            if let Some(Stmt::Expr(_, semi @ None)) = chosen.stmts.last_mut().filter(|_| !is_tail) {
                *semi = Some(Default::default());
            }
            node.stmts.extend(chosen.stmts);
        }
    }

    fn chosen(&self, stmt: &Stmt) -> Option<Block> {
        let Stmt::Macro(node) = stmt else { return None };
        let is_choice = node.mac.path.segments.last().is_some_and(|last| last.ident == "cfg_if");
        is_choice.then(|| node.mac.parse_body_with(|input: ParseStream<'_>| self.choice(input)).ok()).flatten()
    }

    /// The first branch whose predicate holds.
    fn choice(&self, input: ParseStream<'_>) -> syn::Result<Block> {
        let mut chosen = None;
        while !input.is_empty() {
            let is_else = input.peek(syn::token::Brace);
            if !is_else {
                input.parse::<Token![if]>()?;
            }
            let mut attrs = input.call(Attribute::parse_outer)?;
            if attrs.iter().filter_map(predicate).count() != usize::from(!is_else) {
                return Err(input.error("a choice"));
            }
            let branch: Block = input.parse()?;
            if self.keeps(&mut attrs) {
                chosen = chosen.or(Some(branch));
            }
            if !input.is_empty() {
                input.parse::<Token![else]>()?;
            }
        }
        Ok(chosen.unwrap_or(Block { brace_token: Default::default(), stmts: Vec::new() }))
    }
}

/// Input: `cfg_if! { if #[cfg(unix)] { a() } else { b() } }`  Output: `cfg_if! { if #[cfg(unix)] {} else {} }`
fn without_choices(stmt: &Stmt) -> Option<Item> {
    let Stmt::Macro(node) = stmt else { return None };
    let mut mac = node.mac.clone();
    let emptied = mac.tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            Group::new(Delimiter::Brace, TokenStream::new()).into()
        }
        token => token,
    });
    mac.tokens = emptied.collect();
    Some(build::item(&[], &mac))
}

/// The attributes of an expression that is a statement or an element of a list.
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
        Expr::Field(node) => &mut node.attrs,
        Expr::Index(node) => &mut node.attrs,
        Expr::Reference(node) => &mut node.attrs,
        Expr::Unary(node) => &mut node.attrs,
        Expr::Cast(node) => &mut node.attrs,
        Expr::Struct(node) => &mut node.attrs,
        Expr::Tuple(node) => &mut node.attrs,
        Expr::Array(node) => &mut node.attrs,
        Expr::Paren(node) => &mut node.attrs,
        Expr::Closure(node) => &mut node.attrs,
        Expr::Async(node) => &mut node.attrs,
        _ => return None,
    })
}
