//! The parts that are moved out of locals, and what moves them.
use crate::{flow::pattern, names::MentionId};

/// A part of a local that is moved out of it while the rest stays.
#[derive(Clone, PartialEq, Eq)]
pub enum Part {
    /// A field, by the members on the way from the local.
    Field(Vec<syn::Member>),
    /// What a pattern moves, that of this number, that this mention is matched against.
    Pattern(MentionId, usize),
    /// What is captured by the `move` closure or async block of which this is the first mention.
    Captured(MentionId),
    /// What that captures of one field: fields are assigned afterwards.
    Reached(MentionId, Vec<syn::Member>),
    /// What a struct gets of the local that this mention is the base of: `P { a, ..x }`.
    Base(MentionId),
}

/// A struct that gets the rest of its fields from a local: `P { a, ..x }`.
#[derive(Clone)]
pub struct Base {
    /// Its path.
    pub path: syn::Path,
    /// The fields that it gets otherwise.
    pub listed: Vec<syn::Member>,
}

/// A `move` closure or async block that mentions nothing of a local but fields and what its patterns reach.
#[derive(Clone)]
pub struct Capturing {
    /// The fields.
    pub fields: Vec<Vec<syn::Member>>,
    /// What is matched against patterns.
    pub matched: Vec<Matched>,
    /// Its first token: what it captures depends on the edition.
    pub span: proc_macro2::Span,
}

/// A place `x.a.b` of which a closure or async block captures what patterns reach.
#[derive(Clone)]
pub struct Matched {
    /// The members on the way from the local.
    pub members: Vec<syn::Member>,
    /// The patterns, without guards.
    pub pats: Vec<syn::Pat>,
    /// What it stands in: rustc does not capture the same by each.
    pub by: Matching,
}

/// What matches a place against patterns.
#[derive(Clone, Copy)]
pub enum Matching {
    /// `let`
    Let,
    /// `let .. else`
    LetElse,
    /// `if let`, or `while let`.
    IfLet,
    /// `match`
    Arms,
}

/// What moves parts out of a place `x.a.b`.
#[derive(Clone)]
pub struct Parting {
    /// The members on the way from the local.
    pub members: Vec<syn::Member>,
    /// The place is what is in the box there: `*x`.
    pub boxed: bool,
    /// It is surely no reference. Else only rustc knows whether the names are references too.
    pub sure: bool,
    /// The pattern of a `let`, or those of the arms, of which one is taken.
    pub pats: Vec<syn::Pat>,
    /// Of arms.
    pub is_match: bool,
    /// It is matched behind a reference: a guard that may wait mentions the names.
    pub behind: bool,
}

impl Parting {
    /// The number of a pattern, by what it binds.
    pub fn number(&self, pat: &syn::Pat) -> usize {
        let first = |pat: &syn::Pat| pattern::bindings(pat).first().map(|binding| binding.local);
        self.pats.iter().position(|other| first(other) == first(pat)).unwrap_or(0)
    }
}

impl Capturing {
    /// Its parts, if fields of the local are assigned.
    pub fn reached(&self, id: MentionId) -> Vec<Part> {
        let inside =
            |field: &&Vec<syn::Member>| self.fields.iter().any(|other| other.len() < field.len() && field.starts_with(other));
        let fields = self.fields.iter().filter(|field| !inside(field));
        fields.map(|field| Part::Reached(id, field.clone())).collect()
    }

    /// The paths of what it captures at most.
    pub fn paths(&self) -> Vec<Vec<String>> {
        let matched = self.matched.iter().flat_map(|Matched { members, pats, .. }| {
            let fields = pats.iter().flat_map(|pat| pattern::fields(pat).unwrap_or_else(|| vec![Vec::new()]));
            fields.map(move |inner| [members.clone(), inner].concat())
        });
        self.fields.iter().cloned().chain(matched).map(|field| Part::Field(field).path()).collect()
    }
}

/// What moves parts out or puts them back: a mention, and the number of the arm if there are arms.
pub type Site = (MentionId, usize);

impl Part {
    /// The names of the members.
    pub fn path(&self) -> Vec<String> {
        match self {
            Part::Field(members) | Part::Reached(_, members) => members.iter().map(crate::flow::native::member_text).collect(),
            Part::Pattern(..) | Part::Captured(_) | Part::Base(_) => Vec::new(),
        }
    }
}

/// Where a part is moved out or put back: sets of parts of the local, a bit for each.
#[derive(Clone, Debug)]
pub struct Gone {
    /// The parts that are moved out or put back.
    pub bits: u32,
    /// Each set of parts that may be moved out before.
    pub before: Vec<u32>,
}
