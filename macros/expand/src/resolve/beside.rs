//! What the source file at hand tells about names that the function uses.
use std::sync::Arc;

use proc_macro2::TokenStream;

use super::{
    hidden::{self, Definition},
    methods::{self, Methods},
};

/// The macros and methods that a source file declares. All are hints: another item of the same name may be meant.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The `macro_rules!` definitions.
    pub macros: Vec<Definition>,
    /// How its methods take their receiver.
    pub methods: Arc<Methods>,
}

impl Beside {
    /// Reads a source file.
    pub fn read(text: &str) -> Self {
        let tokens = if text.contains("macro_rules!") { text.parse().unwrap_or_default() } else { TokenStream::new() };
        Beside { macros: hidden::definitions(tokens), methods: methods::methods(text).into() }
    }
}
