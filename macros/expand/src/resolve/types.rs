//! Types that the source file at hand declares: what their fields are.
//!
//! A hint only, as another type of the same name may be meant; what follows from it is checked by rustc (`ByValue` in the runtime).
use std::collections::BTreeMap;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, GenericParam, Generics, Item, Path, PathArguments, Type, visit_mut::VisitMut};

use crate::emit::build;

/// The structs and variants, and the names of other types.
#[derive(Clone, Debug, Default)]
pub struct Types {
    shapes: Vec<Shape>,
    /// `type Link = Option<Box<Node>>;`; nothing if the name is declared twice.
    aliases: BTreeMap<String, Option<String>>,
}

/// A struct, or a variant of an enum. Its types as text, as tokens are gone when the next attribute is expanded.
#[derive(Clone, Debug)]
struct Shape {
    ty: String,
    variant: Option<String>,
    params: Vec<String>,
    /// By name or number.
    fields: Vec<(String, String)>,
}

/// Finds the types that a source file declares.
pub fn types(file: &str) -> Types {
    let mut found = Types::default();
    found.walk(file.parse().unwrap_or_default());
    found
}

impl Types {
    fn walk(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.walk(group.stream()),
                TokenTree::Ident(word) if ["enum", "struct", "type"].iter().any(|each| word == each) => {
                    self.declaration(item(&tokens[at..], word == "type"));
                }
                _ => {}
            }
        }
    }

    fn declaration(&mut self, item: TokenStream) {
        match syn::parse2(item) {
            Ok(Item::Enum(item)) => {
                for variant in &item.variants {
                    self.shape(&item.ident, Some(variant.ident.to_string()), &item.generics, &variant.fields);
                }
            }
            Ok(Item::Struct(item)) => self.shape(&item.ident, None, &item.generics, &item.fields),
            Ok(Item::Type(item)) => {
                let ty = item.ty.to_token_stream().to_string();
                let known = Some(ty.clone()).filter(|_| item.generics.params.is_empty());
                let same = |other: &mut Option<String>| *other = other.take().filter(|other| *other == ty);
                self.aliases.entry(item.ident.to_string()).and_modify(same).or_insert(known);
            }
            _ => {}
        }
    }

    fn shape(&mut self, ty: &syn::Ident, variant: Option<String>, generics: &Generics, fields: &syn::Fields) {
        let params = generics.params.iter().filter_map(|param| match param {
            GenericParam::Type(param) => Some(param.ident.to_string()),
            GenericParam::Const(param) => Some(param.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        });
        let fields = fields.iter().enumerate().map(|(at, field)| {
            let name = field.ident.as_ref().map_or_else(|| at.to_string(), ToString::to_string);
            (name, field.ty.to_token_stream().to_string())
        });
        self.shapes.push(Shape { ty: ty.to_string(), variant, params: params.collect(), fields: fields.collect() });
    }

    /// Whether the file has a type of that name.
    pub fn declares(&self, name: &str) -> bool {
        name == "Self" || self.shapes.iter().any(|shape| shape.ty == name)
    }

    /// Whether the file has a variant of its own of that name.
    pub fn has_variant(&self, name: &str) -> bool {
        self.shapes.iter().any(|shape| shape.variant.as_deref() == Some(name))
    }

    /// The types of fields of a pattern, by their names or numbers, if no type of that name denies it. `whole`: the pattern names all fields;
    /// `of`: the type of the value, if it is known.
    pub fn matched(&self, path: &Path, names: &[String], whole: bool, of: Option<&Type>) -> Vec<Option<Type>> {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let of_name = of.and_then(arguments).map(|(name, _)| name.to_string());
        let of_name = of_name.filter(|name| self.shapes.iter().any(|shape| shape.ty == *name));
        let fits = |shape: &&Shape| {
            let known = |name: &String| shape.fields.iter().any(|(field, _)| field == name);
            is_meant(shape, &words)
                && of_name.as_ref().is_none_or(|name| shape.ty == *name)
                && names.iter().all(known)
                && (!whole || names.len() == shape.fields.len())
        };
        let shapes: Vec<&Shape> = self.shapes.iter().filter(fits).collect();
        names.iter().map(|name| agreed(shapes.iter().filter_map(|shape| shape.field(name, of)))).collect()
    }

    /// How many fields a pattern with so many elements may have.
    pub fn count(&self, path: &Path) -> Option<usize> {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let mut counts = self.shapes.iter().filter(|shape| is_meant(shape, &words)).map(|shape| shape.fields.len());
        let first = counts.next()?;
        counts.all(|count| count == first).then_some(first)
    }

    /// The type of a field of a struct.
    pub fn field(&self, of: &Type, name: &str) -> Option<Type> {
        let Type::Path(path) = of else { return None };
        self.matched(&path.path, &[name.to_string()], false, Some(of)).pop().flatten()
    }

    /// What the type stands for, as the file's own names go.
    pub fn meant(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        // A name may stand for itself.
        for _ in 0..4 {
            ty = match &ty {
                Type::Paren(node) => (*node.elem).clone(),
                Type::Group(node) => (*node.elem).clone(),
                Type::Path(node) if node.qself.is_none() => {
                    let name = node.path.get_ident().and_then(|name| self.aliases.get(&name.to_string()));
                    match name.and_then(|known| syn::parse_str(known.as_deref()?).ok()) {
                        Some(meant) => meant,
                        None => break,
                    }
                }
                _ => break,
            };
        }
        ty
    }
}

impl Shape {
    fn field(&self, name: &str, of: Option<&Type>) -> Option<Type> {
        let (_, text) = self.fields.iter().find(|(field, _)| field == name)?;
        let mut ty = syn::parse_str(text).ok()?;
        let given = of.and_then(arguments).filter(|(name, _)| **name == self.ty).map(|(_, given)| given).unwrap_or_default();
        let mut given = given.into_iter();
        let params = self.params.iter().map(|param| (param.clone(), given.next().unwrap_or_else(unknown)));
        let mut known: BTreeMap<String, Type> = params.collect();
        known.insert("Self".to_string(), syn::parse_str(&self.ty).ok()?);
        Given(known).visit_type_mut(&mut ty);
        Some(ty)
    }
}

/// Whether a path may mean the shape: `Expr::Add`, `Self::Add`, `Add`, `Job`, `jobs::Job`. `Self` is any struct.
fn is_meant(shape: &Shape, path: &[String]) -> bool {
    let own = |name: &String| shape.variant.as_ref() == Some(name);
    match path {
        [name] if name == "Self" => shape.variant.is_none(),
        [name] => own(name) || (shape.variant.is_none() && shape.ty == *name),
        [.., ty, name] if ty.starts_with(char::is_uppercase) => own(name) && (ty == "Self" || shape.ty == *ty),
        [.., name] => shape.variant.is_none() && shape.ty == *name,
        [] => false,
    }
}

/// The one type that all of them are, or at least all of them are boxes.
fn agreed(mut types: impl Iterator<Item = Type>) -> Option<Type> {
    let first = types.next()?;
    types.try_fold(first, |known, ty| match (boxed(&known), boxed(&ty)) {
        _ if build::text(&known) == build::text(&ty) => Some(known),
        (Some(_), Some(_)) => syn::parse_str("Box<_>").ok(),
        _ => None,
    })
}

/// The name of a type and its arguments.
pub fn arguments(ty: &Type) -> Option<(&syn::Ident, Vec<Type>)> {
    let Type::Path(syn::TypePath { qself: None, path, .. }) = ty else { return None };
    let last = path.segments.last()?;
    let given = match &last.arguments {
        PathArguments::AngleBracketed(given) => given.args.iter().filter_map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty.clone()),
            GenericArgument::Const(_) => Some(unknown()),
            _ => None,
        }),
        _ => return Some((&last.ident, Vec::new())),
    };
    Some((&last.ident, given.collect()))
}

/// What is in a box.
pub fn boxed(ty: &Type) -> Option<Type> {
    let (name, given) = arguments(ty)?;
    given.into_iter().next().filter(|_| name == "Box")
}

/// `_`
pub fn unknown() -> Type {
    Type::Infer(syn::TypeInfer { attrs: Vec::new(), underscore_token: Default::default() })
}

/// Puts in what the parameters stand for.
struct Given(BTreeMap<String, Type>);

impl VisitMut for Given {
    fn visit_type_mut(&mut self, node: &mut Type) {
        syn::visit_mut::visit_type_mut(self, node);
        let Type::Path(path) = node else { return };
        let first = path.path.segments.first().and_then(|first| self.0.get(&first.ident.to_string()));
        if let Some(known) = first {
            *node = if path.path.get_ident().is_some() { known.clone() } else { unknown() };
        }
    }
}

/// The tokens of the item that begins there: up to its braces or semicolon.
fn item(tokens: &[TokenTree], is_alias: bool) -> TokenStream {
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_alias,
        _ => false,
    };
    let end = tokens.iter().position(ends).map_or(0, |end| end + 1);
    tokens.iter().take(end).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "enum Expr { Num(u64), Add(Box<Expr>, Box<Self>), Neg { inner: Box<Expr> } }
        struct Job<T> { next: Link, body: Box<T>, plain: T } type Link = Option<Box<Node>>; struct Node(Box<u8>, Link);
        mod a { pub enum Op { Add(u8, Box<u8>), Same(Box<u8>) } } mod b { pub struct Twice { x: Box<u8>, y: u8 } }
        mod c { pub struct Twice { x: u8, y: u8 } pub enum More { Same(Box<u16>) } } macro_rules! m { () => { struct $x; } }";

    fn of(path: &str, names: &[&str], whole: bool, of: Option<&str>) -> Vec<String> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let (path, of) = (syn::parse_str(path).expect("a path"), of.map(|ty| syn::parse_str(ty).expect("a type")));
        let found = types(FILE).matched(&path, &names, whole, of.as_ref());
        found.into_iter().map(|ty| ty.map_or_else(String::new, |ty| build::text(&ty).replace(' ', ""))).collect()
    }

    #[test]
    fn fields_of_patterns() {
        assert_eq!(of("Expr::Add", &["0", "1"], true, None), ["Box<Expr>", "Box<Expr>"]);
        assert_eq!(of("Self::Neg", &["inner"], true, None), ["Box<Expr>"]);
        assert_eq!(of("m::Node", &["0"], false, None), ["Box<u8>"]);
        assert_eq!(of("Job", &["body", "plain"], false, None), ["Box<_>", "_"]);
        assert_eq!(of("Job", &["body", "plain"], false, Some("Job<Log>")), ["Box<Log>", "Log"]);
        assert_eq!(of("Self", &["next"], false, None), ["Link"]);
    }

    #[test]
    fn names_that_several_types_have() {
        assert_eq!(of("Add", &["0", "1"], true, None), ["", "Box<_>"]);
        assert_eq!(of("Add", &["0"], true, None), [""]);
        assert_eq!(of("Add", &["0"], false, Some("Expr")), ["Box<Expr>"]);
        assert_eq!(of("Same", &["0"], true, None), ["Box<_>"]);
        assert_eq!(of("Twice", &["x", "y"], true, None), ["", "u8"]);
        assert_eq!(of("Other::Add", &["0"], true, None), [""]);
        assert_eq!(of("Expr::Num", &["0", "1"], true, None), ["", ""]);
    }

    #[test]
    fn aliases() {
        let meant = |ty: &str| build::text(&types(FILE).meant(&syn::parse_str(ty).expect("a type"))).replace(' ', "");
        assert_eq!([meant("Link"), meant("(Link)"), meant("Other")], ["Option<Box<Node>>", "Option<Box<Node>>", "Other"]);
    }
}
