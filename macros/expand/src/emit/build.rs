//! Small pieces of syntax that the passes before `emit` need.
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, Pat, Stmt, parse_quote, punctuated::Punctuated};

use crate::{
    lower::place::has_bare_literal,
    resolve::macros::{Arg, Separator, fields::Fields},
};

impl ToTokens for Arg {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some((name, equals)) = &self.name {
            name.to_tokens(tokens);
            equals.to_tokens(tokens);
        }
        self.expr.to_tokens(tokens);
    }
}

impl ToTokens for Separator {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Separator::Comma(token) => token.to_tokens(tokens),
            Separator::Semi(token) => token.to_tokens(tokens),
        }
    }
}

/// The arguments of a macro.
pub fn macro_args(args: &Punctuated<Arg, Separator>) -> TokenStream {
    args.to_token_stream()
}

/// The arguments of tracing's macros.
pub fn fields(fields: &Fields) -> TokenStream {
    fields.to_token_stream()
}

/// `name =` in front of a field's value and its mark.
pub fn field_name(name: &TokenStream, mark: &TokenStream) -> TokenStream {
    quote!(#name = #mark)
}

/// The arguments of `matches!`.
pub fn matches_args(expr: &Expr, pat: &Pat) -> TokenStream {
    quote!(#expr, #pat)
}

/// `match expr { pat => true, _ => false }`
pub fn matching(expr: &Expr, pat: &Pat) -> Expr {
    parse_quote!(match #expr { #pat => true, _ => false })
}

/// Statements.
pub fn stmts(stmts: &[Stmt]) -> TokenStream {
    quote!(#(#stmts)*)
}

/// A path of one name.
pub fn path(ident: Ident) -> Expr {
    parse_quote!(#ident)
}

/// The source text of an expression, on one line.
pub fn text(expr: &impl ToTokens) -> String {
    expr.to_token_stream().to_string()
}

/// `&&` or `||`: whether the right side is evaluated when the left is true.
pub const fn short_circuit(op: &syn::BinOp) -> Option<bool> {
    match op {
        syn::BinOp::And(_) => Some(true),
        syn::BinOp::Or(_) => Some(false),
        _ => None,
    }
}

/// `true` or `false`.
pub fn boolean(value: bool) -> Expr {
    parse_quote!(#value)
}

/// `if cond { then }`
pub fn only_if(cond: &Expr, then: &syn::Block) -> Expr {
    parse_quote!(if #cond #then)
}

/// `{ value }`
pub fn braced(value: &Expr) -> syn::Block {
    parse_quote!({ #value })
}

/// A block as an expression.
pub const fn block(block: syn::Block) -> Expr {
    Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block })
}

/// `'label: { first value }`
pub fn labelled(label: &syn::Label, first: &Expr, value: &Expr) -> Expr {
    parse_quote!(#label { #first #value })
}

/// `break` out of a place we made a label for.
pub fn break_label(label: &syn::Lifetime, value: Option<Expr>) -> Expr {
    parse_quote!(break #label #value)
}

/// `::core::iter::IntoIterator::into_iter(expr)`
pub fn into_iter(expr: &Expr) -> Expr {
    parse_quote!(::core::iter::IntoIterator::into_iter(#expr))
}

/// `::core::iter::Iterator::next(&mut iter)`
pub fn iter_next(iter: &Expr) -> Expr {
    parse_quote!(::core::iter::Iterator::next(&mut #iter))
}

/// `lent(next)`, the runtime's
pub fn lent(next: &Expr) -> Expr {
    parse_quote!(::visible_async::__private::lent(#next))
}

/// `::core::option::Option::Some(pat)`
pub fn some_pat(pat: &Pat) -> Pat {
    parse_quote!(::core::option::Option::Some(#pat))
}

/// `::core::option::Option::None`
pub fn none_pat() -> Pat {
    parse_quote!(::core::option::Option::None)
}

/// `let pat = expr` as a condition.
pub fn let_cond(pat: &Pat, expr: &Expr) -> Expr {
    parse_quote!(let #pat = #expr)
}

/// `unsafe { ::core::pin::Pin::new_unchecked(&mut place) }`
pub fn pin_place(place: &Expr) -> Expr {
    parse_quote!(unsafe { ::core::pin::Pin::new_unchecked(&mut #place) })
}

/// `break`
pub fn plain_break() -> Expr {
    parse_quote!(break)
}

/// A label.
pub fn label(name: &str, span: proc_macro2::Span) -> syn::Label {
    let name = syn::Lifetime::new(name, span);
    parse_quote!(#name:)
}

/// `_`
pub fn wild_pat() -> Pat {
    parse_quote!(_)
}

/// `part @ Variant(..)`, for a pattern whose fields don't matter.
pub fn part_pat(pat: &Pat) -> Pat {
    let mut pat = pat.clone();
    let rest = syn::PatRest { attrs: Vec::new(), dot2_token: Default::default() };
    match &mut pat {
        Pat::Struct(node) => {
            node.fields.clear();
            node.rest = Some(rest);
        }
        Pat::TupleStruct(node) => node.elems = [Pat::Rest(rest)].into_iter().collect(),
        _ => {}
    }
    let name = Ident::new("part", proc_macro2::Span::mixed_site());
    parse_quote!(#name @ #pat)
}

/// A tuple of names, as a pattern; one name stands for itself.
pub fn tuple_pat(names: &[(Ident, bool)]) -> Pat {
    let mut pats = names.iter().map(|(name, mutable)| {
        let mutability = mutable.then(<syn::Token![mut]>::default);
        quote!(#mutability #name)
    });
    match names {
        [_] => {
            let pat = pats.next();
            parse_quote!(#pat)
        }
        _ => parse_quote!((#(#pats),*)),
    }
}

/// A tuple of expressions; one stands for itself.
pub fn tuple(values: &[Expr]) -> Expr {
    match values {
        [value] => value.clone(),
        _ => parse_quote!((#(#values),*)),
    }
}

/// The branches of `select!`.
pub fn select_arms(arms: &[crate::resolve::macros::SelectArm]) -> TokenStream {
    let arms = arms.iter().map(|arm| {
        let crate::resolve::macros::SelectArm { word, pat, future, condition, handler, is_option } = arm;
        if *is_option {
            return quote!(#word;);
        }
        let condition = condition.iter();
        let future = future.iter();
        quote!(#word #pat #(= #future)* #(, if #condition)* => #handler,)
    });
    quote!(#(#arms)*)
}

/// `let pat = name;`
pub fn let_stmt(pat: &Pat, name: &Ident) -> Stmt {
    parse_quote!(let #pat = #name;)
}

/// `(f().await,).0`, from `start` to `end`.
pub fn field_of(node: &impl ToTokens, start: Span, end: Span) -> Expr {
    let tuple = in_parens(quote!(#node,), start);
    Expr::Verbatim(quote_spanned!(end=> #tuple.0))
}

/// `match f().await { value => (value,).0 }`: no code that rustc takes for unreachable if the `await` never ends.
pub fn last_value(node: &syn::ExprAwait, start: Span) -> Expr {
    let value = Ident::new("value", Span::mixed_site());
    let tuple = in_parens(quote!(#value,), start);
    let field = quote_spanned!(node.await_token.span=> #tuple.0);
    let literal = has_bare_literal(&node.base);
    let node = if literal { in_parens(quote!(#node), start).into_token_stream() } else { quote!(#node) };
    Expr::Verbatim(quote_spanned!(Span::mixed_site()=> match #node { #[allow(unreachable_code)] #value => #field }))
}

/// `match x? { value => value }`: the value has the span of the `?`, as it has in the machine's `attempt!`.
pub fn tried(node: &syn::ExprTry) -> Expr {
    let span = node.question_token.span;
    let value = Ident::new("value", span);
    let literal = has_bare_literal(&node.expr);
    let node = if literal { quote!((#node)) } else { quote!(#node) };
    Expr::Verbatim(quote_spanned!(span=> match #node { #value => #value }))
}

/// Parentheses with this span.
pub fn in_parens(tokens: TokenStream, span: Span) -> Group {
    let mut group = Group::new(Delimiter::Parenthesis, tokens);
    group.set_span(span);
    group
}

/// `{ expr; }`
pub fn ignored(expr: Expr) -> Expr {
    let stmts = vec![Stmt::Expr(expr, Some(Default::default()))];
    block(syn::Block { brace_token: Default::default(), stmts })
}

/// `let pat;`
pub fn declare(pat: &Pat) -> Stmt {
    parse_quote!(let #pat;)
}

/// `place = value;`
pub fn assign(place: &Expr, value: &Expr) -> Stmt {
    parse_quote!(#place = #value;)
}

/// `let mut name = name; let mut name = unsafe { Pin::new_unchecked(&mut name) };`, as `pin!` and `pin_mut!` do it.
pub fn pinned(name: &Ident, init: Option<&Expr>) -> Vec<Stmt> {
    let own = path(name.clone());
    let init = init.unwrap_or(&own);
    parse_quote! {
        let mut #name = #init;
        #[allow(unused_mut)]
        let mut #name = unsafe { ::core::pin::Pin::new_unchecked(&mut #name) };
    }
}

/// Input: `path! { .. }`  Output: `#[path] async move { .. }`, if the tokens are statements
pub fn stream_block(mac: &syn::Macro) -> Option<Expr> {
    let (path, tokens) = (&mac.path, &mac.tokens);
    syn::parse2(quote!(#[#path] async move { #tokens })).ok()
}

/// The macro that an async block stands for.
pub fn stream_macro(node: &syn::ExprAsync) -> Option<TokenStream> {
    let path = node.attrs.first()?.path();
    let stmts = &node.block.stmts;
    crate::resolve::macros::is_stream(path).then(|| quote!(#path! { #(#stmts)* }))
}

/// `[element; _]`
pub fn array_type(element: &syn::Type) -> syn::Type {
    parse_quote!([#element; _])
}

/// A macro call that stands for items.
pub fn item(attrs: &[syn::Attribute], mac: &syn::Macro) -> syn::Item {
    let braces = matches!(mac.delimiter, syn::MacroDelimiter::Brace(_));
    let semi_token = (!braces).then(Default::default);
    syn::Item::Macro(syn::ItemMacro { attrs: attrs.to_vec(), ident: None, mac: mac.clone(), semi_token })
}
