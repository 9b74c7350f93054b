//! Which local a name means.
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::names::LocalId;

/// The scopes around the place at hand, innermost last.
pub struct Scopes(Vec<HashMap<String, LocalId>>);

impl Default for Scopes {
    fn default() -> Self {
        Scopes(vec![HashMap::new()])
    }
}

impl Scopes {
    /// Enters a scope.
    pub fn push(&mut self) {
        self.0.push(HashMap::new());
    }

    /// Leaves it.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Binds a name in the innermost scope; it shadows what had the name before.
    pub fn bind(&mut self, name: String, local: LocalId) {
        if let Some(scope) = self.0.last_mut() {
            scope.insert(name, local);
        }
    }

    /// The locals that names mean here.
    pub fn visible(&self) -> BTreeSet<LocalId> {
        let names: BTreeMap<&String, LocalId> = self.0.iter().flatten().map(|(name, local)| (name, *local)).collect();
        names.into_values().collect()
    }

    /// The local that a name means here.
    pub fn get(&self, name: &str) -> Option<LocalId> {
        self.0.iter().rev().find_map(|scope| scope.get(name).copied())
    }
}
