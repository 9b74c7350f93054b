//! What the source files at hand tell about names that the function uses.
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use proc_macro2::TokenStream;

use super::{
    forwards,
    hidden::{self, Definition},
    macros::{self, Kind},
    methods::{self, Methods},
    types::{self, Types},
};

/// What the function's file declares besides macros.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// How the methods take their receiver.
    pub methods: Methods,
    /// What the fields of structs and variants are.
    pub types: Types,
}

/// The macros, methods and types that source files declare. All are hints: another item of the same name may be meant.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// The `macro_rules!` definitions of the function's file.
    pub macros: Vec<Definition>,
    /// Its methods and types.
    pub declared: Arc<Declared>,
    /// The functions whose futures that file passes on.
    pub forwards: BTreeSet<String>,
    /// The `macro_rules!` definitions of the crate's files.
    pub elsewhere: Arc<Vec<Definition>>,
}

impl Beside {
    /// Reads a source file.
    pub fn read(text: &str) -> Self {
        Beside {
            macros: definitions(text),
            declared: Declared { methods: methods::methods(text), types: types::types(text) }.into(),
            forwards: forwards::forwards(text),
            elsewhere: Arc::default(),
        }
    }
}

/// Macros of std's that the machine has its own for.
const REPLACED: [&str; 2] = ["dbg", "pin"];

/// The macros of a crate's files. Of several with one name all are thought to be meant; one with the name of a macro that everybody
/// knows is not, if it is not in the function's own file. But std's are, calls of which are replaced.
pub fn elsewhere(files: impl Iterator<Item = String>) -> Vec<Definition> {
    let mut found: BTreeMap<String, Definition> = BTreeMap::new();
    let meant = |each: &Definition| macros::kind_of(&each.name, &[]) == Kind::Unknown || REPLACED.contains(&&*each.name);
    for each in files.flat_map(|text| definitions(&text)).filter(meant) {
        found.entry(each.name.clone()).and_modify(|known| known.or(&each)).or_insert(each);
    }
    found.into_values().collect()
}

fn definitions(text: &str) -> Vec<Definition> {
    let tokens = if text.contains("macro_rules!") { text.parse().unwrap_or_default() } else { TokenStream::new() };
    hidden::definitions(tokens)
}

#[cfg(test)]
mod tests {
    use super::elsewhere;

    #[test]
    fn names_that_everybody_knows() {
        let file = "macro_rules! vec { () => {} } macro_rules! pin { () => {} } macro_rules! dbg { () => {} } macro_rules! own { () => {} }";
        let found = elsewhere([file.to_string()].into_iter());
        assert_eq!(found.iter().map(|each| &*each.name).collect::<Vec<_>>(), ["dbg", "own", "pin"]);
    }
}
