//! Errors are collected, not thrown: the user sees all of a function's at once, each at its own token.
pub mod catalog;

use catalog::Message;
use proc_macro2::TokenStream;
use quote::ToTokens;

/// The errors found so far in one item.
#[derive(Debug, Default)]
pub struct Errors(Option<syn::Error>);

impl Errors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// An item refused for one reason.
    pub fn one(at: impl ToTokens, message: &Message) -> Self {
        let mut errors = Self::new();
        errors.push(at, message);
        errors
    }

    /// Adds `message`, shown at the tokens `at`.
    pub fn push(&mut self, at: impl ToTokens, message: &Message) {
        self.push_about(at, message, "");
    }

    /// Adds `message` with each `{}` in its text replaced by `about`.
    pub fn push_about(&mut self, at: impl ToTokens, message: &Message, about: &str) {
        self.extend(syn::Error::new_spanned(at, message.text(about)));
    }

    /// Adds all errors of another collector.
    pub fn append(&mut self, other: Errors) {
        if let Some(error) = other.0 {
            self.extend(error);
        }
    }

    /// The barrier between two stages: `value`, unless something was refused.
    pub fn barrier<T>(self, value: T) -> Result<T, Errors> {
        if self.0.is_none() { Ok(value) } else { Err(self) }
    }

    /// The `compile_error!` calls; empty if there are no errors.
    pub fn to_compile_error(&self) -> TokenStream {
        self.0.as_ref().map(syn::Error::to_compile_error).unwrap_or_default()
    }

    fn extend(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(first) => first.combine(error),
            none => *none = Some(error),
        }
    }
}
