//! What is known of a local.
use proc_macro2::Span;
use syn::Type;

/// One local: of the user's, or a temporary that lowering had to name.
#[derive(Clone)]
pub struct Local {
    /// The name in the source, or a name for a temporary.
    pub name: String,
    /// Where it is bound.
    pub span: Span,
    /// Declared `mut`.
    pub mutable: bool,
    /// The type where the source says it.
    pub ty: Option<Type>,
    /// Bound inside a closure or an async block: never a slot of this machine.
    pub inner: bool,
    /// A temporary of ours.
    pub temp: bool,
    /// The type whose function makes it, or whose fields are listed: `Client` for `Client::connect(addr).await?`.
    pub made_by: Option<String>,
    /// The source text of what a temporary stands for.
    pub text: Option<String>,
    /// An argument that is `FnOnce`: calling it consumes it.
    pub once: bool,
    /// A `Box`, by what makes it.
    pub boxed: bool,
    /// Surely no reference, by its type or by what makes it: patterns move out of it.
    pub owned: bool,
    /// The methods that consume it, by its type or by what makes it: `send` of a oneshot channel, `insert` of a vacant entry.
    pub consumers: &'static [&'static str],
    /// Likely a reference, by what makes it: no method moves it.
    pub lent: bool,
    /// A `Pin<&mut _>`: moving it out early is nothing that anybody notices.
    pub pinned: bool,
}

impl Local {
    /// One of which nothing is known but its name.
    pub fn new(name: &str, span: Span) -> Self {
        Local {
            name: name.to_string(),
            span,
            mutable: false,
            ty: None,
            inner: false,
            temp: false,
            made_by: None,
            text: None,
            once: false,
            boxed: false,
            owned: false,
            consumers: &[],
            lent: false,
            pinned: false,
        }
    }

    /// A reference, by its type or by what makes it: nothing moves out of it.
    pub const fn is_reference(&self) -> bool {
        self.lent || matches!(self.ty, Some(Type::Reference(_)))
    }

    /// A `Pin`, by its type or by what makes it.
    pub fn may_be_pin(&self) -> bool {
        let is_pin = |path: &syn::TypePath| path.path.segments.last().is_some_and(|last| last.ident == "Pin");
        self.pinned || matches!(&self.ty, Some(Type::Path(path)) if is_pin(path))
    }

    /// A `Box`, by its type or by what makes it: `*x` moves out of it.
    pub fn is_boxed(&self) -> bool {
        let is_box = |path: &syn::TypePath| path.path.segments.last().is_some_and(|last| last.ident == "Box");
        self.boxed || matches!(&self.ty, Some(Type::Path(path)) if is_box(path))
    }
}
