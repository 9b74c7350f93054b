//! What is known of a machine, for serde: under the names of the fields, and of the variants.
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::{Description, On, StateInfo, StateKind, Transition};

/// `"Suspended"`
impl Serialize for StateKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (index, name) = match self {
            StateKind::Start => (0, "Start"),
            StateKind::Suspended => (1, "Suspended"),
            StateKind::Passed => (2, "Passed"),
            StateKind::Done => (3, "Done"),
            StateKind::Panicked => (4, "Panicked"),
            StateKind::Opaque => (5, "Opaque"),
        };
        serializer.serialize_unit_variant("StateKind", index, name)
    }
}

/// `"Question"`
impl Serialize for On {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (index, name) = match self {
            On::Ready => (0, "Ready"),
            On::Again => (1, "Again"),
            On::Break => (2, "Break"),
            On::Question => (3, "Question"),
            On::Return => (4, "Return"),
        };
        serializer.serialize_unit_variant("On", index, name)
    }
}

/// All its fields.
impl Serialize for StateInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let StateInfo { name, index, kind, file, line, column, text, locals } = self;
        let mut fields = serializer.serialize_struct("StateInfo", 8)?;
        fields.serialize_field("name", name)?;
        fields.serialize_field("index", index)?;
        fields.serialize_field("kind", kind)?;
        fields.serialize_field("file", file)?;
        fields.serialize_field("line", line)?;
        fields.serialize_field("column", column)?;
        fields.serialize_field("text", text)?;
        fields.serialize_field("locals", locals)?;
        fields.end()
    }
}

/// The names of its states, and why.
impl Serialize for Transition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Transition { from, to, on } = self;
        let mut fields = serializer.serialize_struct("Transition", 3)?;
        fields.serialize_field("from", from.name)?;
        fields.serialize_field("to", to.name)?;
        fields.serialize_field("on", on)?;
        fields.end()
    }
}

/// Its fields, its `states` and its `transitions`.
impl Serialize for Description {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Description", 5)?;
        fields.serialize_field("function", self.function)?;
        fields.serialize_field("module", self.module)?;
        fields.serialize_field("file", self.file)?;
        fields.serialize_field("states", &List(|| self.states()))?;
        fields.serialize_field("transitions", &List(|| self.transitions()))?;
        fields.end()
    }
}

/// What an iterator gives, as a sequence.
struct List<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
