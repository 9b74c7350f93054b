//! The arguments of tracing's macros: `debug!(target: "db", ?request, size = %n, "text {x}", x)`.
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Expr, Token,
    ext::IdentExt as _,
    parse::{Parse, ParseStream, discouraged::Speculative as _},
    punctuated::Punctuated,
    visit_mut::VisitMut,
};

use crate::{
    emit::build,
    resolve::{Resolver, format},
};

/// An argument: `lead value`.
#[derive(Clone)]
pub struct Field {
    /// What stands before the value: `target:`, `name = ?`, `%`.
    pub lead: TokenStream,
    /// The value.
    pub value: Expr,
    /// The value names the field itself: `?request`.
    shorthand: bool,
}

/// The fields in order; after the text, its arguments.
pub type Fields = Punctuated<Field, Token![,]>;

/// Whether a macro of this name is one of tracing's; `log`'s have some of these names, and are a special case of them.
pub fn is_tracing(name: &str) -> bool {
    let level = name.strip_suffix("_span").unwrap_or(name);
    ["trace", "debug", "info", "warn", "error"].contains(&level) || name == "event" || name == "span"
}

impl Parse for Field {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut lead = name(input)?;
        let named = !lead.is_empty();
        let mut marked = false;
        if input.peek(Token![?]) || input.peek(Token![%]) {
            marked = true;
            lead.extend([input.parse::<proc_macro2::TokenTree>()?]);
        }
        let value: Expr = input.parse()?;
        let shorthand = !named && is_path(&value);
        if marked && !named && !shorthand {
            return Err(input.error("a field needs a name"));
        }
        Ok(Field { lead, value, shorthand })
    }
}

impl ToTokens for Field {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.lead.to_tokens(tokens);
        self.value.to_tokens(tokens);
    }
}

/// `request.size =`, `"http.status" =` or `target:`, if the argument begins with one.
fn name(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let ahead = input.fork();
    let mut out = TokenStream::new();
    if ahead.peek(syn::LitStr) {
        out.extend([ahead.parse::<proc_macro2::TokenTree>()?]);
    } else {
        while ahead.peek(syn::Ident::peek_any) {
            out.extend([ahead.parse::<proc_macro2::TokenTree>()?]);
            if !ahead.peek(Token![.]) || ahead.peek(Token![..]) {
                break;
            }
            out.extend([ahead.parse::<proc_macro2::TokenTree>()?]);
        }
    }
    let equals = ahead.peek(Token![=]) && !ahead.peek(Token![==]) && !ahead.peek(Token![=>]);
    let colon = ahead.peek(Token![:]) && !ahead.peek(Token![::]);
    if out.is_empty() || !(equals || colon) {
        return Ok(TokenStream::new());
    }
    out.extend([ahead.parse::<proc_macro2::TokenTree>()?]);
    input.advance_to(&ahead);
    Ok(out)
}

/// `x` or `x.y`
fn is_path(expr: &Expr) -> bool {
    match expr {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(node) => matches!(node.member, syn::Member::Named(_)) && is_path(&node.base),
        _ => false,
    }
}

/// Resolves the names in the values. What a field or the text captures by its name is written out, to be a mention like any other.
///
/// Input: `?request, "text {x}"`  Output: `request = ?request, "text {x}", x = x`
pub(super) fn resolve(resolver: &mut Resolver, fields: &mut Fields, is_span: bool) {
    let text = |field: &Field| match &field.value {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) if field.lead.is_empty() => Some(text.clone()),
        _ => None,
    };
    let message = fields.iter().position(|field| text(field).is_some());
    let alone = fields.len() == 1;
    for (at, field) in fields.iter_mut().enumerate() {
        let is_field = is_span || message.is_none_or(|message| at < message);
        if field.shorthand && is_field && (!alone || !field.lead.is_empty()) && mentions_local(resolver, &field.value) {
            let name = field.value.to_token_stream();
            let mark = std::mem::take(&mut field.lead);
            field.lead = build::field_name(&name, &mark);
        }
        resolver.visit_expr_mut(&mut field.value);
    }
    let Some(text) = message.filter(|_| !is_span).and_then(|at| text(&fields[at])) else { return };
    for name in format::captures(&text.value()) {
        let ident = syn::Ident::new(&name, text.span());
        let lead = build::field_name(&ident.to_token_stream(), &TokenStream::new());
        let given = fields.iter().skip(message.unwrap_or_default()).any(|field| field.lead.to_string() == lead.to_string());
        let mut value = build::path(ident);
        if given || !mentions_local(resolver, &value) {
            continue;
        }
        resolver.visit_expr_mut(&mut value);
        if !fields.empty_or_trailing() {
            fields.push_punct(Default::default());
        }
        fields.push_value(Field { lead, value, shorthand: false });
    }
}

fn mentions_local(resolver: &Resolver, value: &Expr) -> bool {
    match value {
        Expr::Path(path) => path.path.get_ident().is_some_and(|ident| resolver.scopes.get(&ident.to_string()).is_some()),
        Expr::Field(node) => mentions_local(resolver, &node.base),
        _ => false,
    }
}

/// What need not be written out after all: the local stands there by its own name.
///
/// Input: `request = ?request, "text {x}", x = x`  Output: `?request, "text {x}"`
pub fn shorten(fields: &mut Fields) {
    let same = |field: &Field, mark: &TokenStream| {
        let name = field.value.to_token_stream();
        field.lead.to_string() == build::field_name(&name, mark).to_string()
    };
    let message = fields.iter().position(|field| field.lead.is_empty() && matches!(field.value, Expr::Lit(_)));
    while let Some(last) = fields.last()
        && message.is_some_and(|at| at + 1 < fields.len())
        && same(last, &TokenStream::new())
        && is_path(&last.value)
    {
        fields.pop();
        fields.pop_punct();
    }
    for (at, field) in fields.iter_mut().enumerate().filter(|(_, field)| is_path(&field.value)) {
        let mark: TokenStream =
            field.lead.clone().into_iter().last().into_iter().filter(|mark| mark.to_string() != "=").collect();
        if message.is_none_or(|message| at < message) && same(field, &mark) {
            field.lead = mark;
        }
    }
}
