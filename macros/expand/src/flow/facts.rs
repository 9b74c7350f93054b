//! What the analyses find.
use std::collections::{BTreeMap, BTreeSet};

use super::{Base, Capturing, Gone, Keepable, Keeper, Lent, Matched, MayDrop, Part, Parting, Site, Way, parts, scalars};
use crate::{
    ir::SegId,
    names::{LocalId, MentionId},
};

/// What a segment is entered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SegKind {
    /// The first poll.
    Start,
    /// A suspension point.
    Suspend,
    /// The head of a loop: a pass-through state.
    Head,
    /// Where several segments meet: a pass-through state.
    Join,
}

impl SegKind {
    /// Whether the machine may rest there.
    pub const fn rests(self) -> bool {
        matches!(self, SegKind::Start | SegKind::Suspend)
    }
}

/// How a mention uses its local.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// By value: moved, or copied.
    Value,
    /// As a place: borrowed, read through, compared, assigned in part.
    Place,
    /// The receiver of a method; whether the method consumes by the policy table.
    Receiver(bool),
    /// A part of it by value.
    Part,
    /// Matched against patterns.
    Scrutinee,
    /// Assigned as a whole.
    Assign,
    /// In a macro that we know nothing of.
    Unknown,
}

/// What becomes of a mention in emitted code, if its local has a slot there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The raw place.
    Place,
    /// Moved out.
    Take,
    /// Read in place by value: a copy, or a reborrow.
    Copy,
    /// Assigned, old value or not.
    Put,
    /// Moved out before the expression, and bound again by its own name: the captures of closures and async blocks.
    Captured,
    /// A part of it is moved out, the rest stays.
    Part,
    /// Moved out when the pattern of the arm at hand moves.
    Matched,
    /// A `move` closure or async block captures some of its fields; which, rustc tells.
    Apart,
    /// A part of it that may have been moved out is assigned.
    PutBack,
    /// Moved to a keeper, as only rustc knows whether the call moves it.
    Kept,
}

/// Where a local leaves its slot for a native local.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// In front of the statement that mentions it.
    Before,
    /// At the call or field itself: the message of an assertion, or what something else of the statement may have looked at before.
    There,
}

/// What a statement mentions.
#[derive(Clone, Default)]
pub struct Statement {
    /// The nodes of the statement and of those inside it.
    pub nodes: std::ops::Range<usize>,
    /// All locals that it mentions.
    pub all: BTreeSet<LocalId>,
    /// Those of them outside the statements inside it.
    pub own: BTreeSet<LocalId>,
    /// All locals that it binds.
    pub all_bound: BTreeSet<LocalId>,
    /// Those of them outside the statements inside it.
    pub bound: BTreeSet<LocalId>,
    /// Those of them that a temporary may borrow while the statements inside it run.
    pub held: BTreeSet<LocalId>,
}

/// One mention of a local.
#[derive(Clone, Debug)]
pub struct Mention {
    /// The local.
    pub local: LocalId,
    /// How it is used.
    pub role: Use,
    /// The segment that the mention is emitted in.
    pub seg: SegId,
    /// What to do.
    pub access: Access,
    /// Whether the local holds a value here on every path.
    pub sure: bool,
    /// Whether it may move the local or a part of it, and only types could tell.
    pub ambiguous: bool,
    /// Where the local leaves its slot for a native local, so that rustc can tell.
    pub leaves: Option<Leave>,
    /// In the arm's own code: in no closure, async block or leaf future.
    pub in_arm: bool,
    /// Compared, or assigned by an operator: no borrow of it is left.
    pub passing: bool,
    /// The node at which the statement begins.
    pub start: usize,
    /// The names of the field that is mentioned, outermost first, if it is one.
    pub field: Option<Vec<String>>,
    /// Taken for moved because of the name of a method: a guess that emitted code lets rustc check.
    pub guess: bool,
    /// A method is called on a field of the local, and other fields are mentioned again, but neither that one nor the whole.
    pub apart: bool,
}

/// A segment, and what the machine has when it enters it.
#[derive(Clone, Debug)]
pub struct Segment {
    /// What enters it.
    pub kind: SegKind,
    /// How its state is called, before names are made unique.
    pub name: String,
    /// How the states of the further suspension points of its leaf future are called.
    pub also: Vec<String>,
    /// The locals that may hold a value.
    pub live: BTreeSet<LocalId>,
    /// Those of them that may hold none.
    pub maybe: BTreeSet<LocalId>,
    /// The locals whose slots are kept.
    pub stored: BTreeSet<LocalId>,
    /// The future that is polled in it.
    pub awaited: Option<LocalId>,
    /// The boundaries that the segment runs into.
    pub exits: BTreeSet<SegId>,
    /// How it may return.
    pub ends: BTreeSet<Way>,
}

/// What the analyses found.
#[derive(Clone, Default)]
pub struct Facts {
    /// The segments by number.
    pub segs: Vec<Segment>,
    /// The segments that leave a loop or a block with a label, and where they go on.
    pub breaks: BTreeSet<(SegId, SegId)>,
    /// It is known which calls make keepers.
    pub settled: bool,
    /// The mentions.
    pub mentions: BTreeMap<MentionId, Mention>,
    /// The statements: locals that one of them mentions together may hold borrows of each other.
    pub statements: Vec<Statement>,
    /// The locals that are made as arrays.
    pub arrays: BTreeSet<LocalId>,
    /// Mentions for which their locals leave their slots, though something used later may have borrowed them; also by a method's name.
    pub doubted: BTreeSet<MentionId>,
    /// The mentions of the locals inside leaf futures, closures and async blocks, and whether they are by value.
    pub inner: BTreeMap<LocalId, BTreeMap<MentionId, bool>>,
    /// Mentions in the message of an assertion, which nothing follows but a panic.
    pub messages: BTreeSet<MentionId>,
    /// Locals of which an exclusive borrow may be kept, and the beginning of the statement that makes it.
    pub exclusive: BTreeSet<(LocalId, usize)>,
    /// Locals that are numbers, by the operators that they stand beside: they hold no borrow.
    pub numbers: BTreeSet<LocalId>,
    /// Locals that are plain data.
    pub scalars: BTreeMap<LocalId, scalars::Width>,
    /// Those of them that are made by whole numbers without a type, and are compared or changed by nothing else.
    pub literals: BTreeSet<LocalId>,
    /// Locals that are a `String`, as far as one can see.
    pub texts: BTreeSet<LocalId>,
    /// Locals of types that follow from the names of methods, and whether the machine suspends in their scope.
    pub assumed: BTreeMap<LocalId, bool>,
    /// Pairs of locals of which the second gets a value while the slot of the first is in use.
    pub overlaps: BTreeSet<(LocalId, LocalId)>,
    /// Mentions that are matched against patterns of types that may implement `Drop`.
    pub may_drop: BTreeMap<MentionId, MayDrop>,
    /// Mentions that are matched against patterns that move, and whether these take all that there is.
    pub wholly: BTreeMap<MentionId, bool>,
    /// Such mentions in closures and async blocks of leaf futures: these capture their locals by value.
    pub captured_whole: BTreeSet<MentionId>,
    /// Mentions by which something is taken out of a box, `*x`, while something may have borrowed that: `Copy` data leaves it where it is.
    pub unboxed: BTreeSet<MentionId>,
    /// Boxes that closures and async blocks take something out of, while something may have borrowed that.
    pub copied: BTreeSet<LocalId>,
    /// Mentions that are matched against arms with guards.
    pub guarded: BTreeSet<MentionId>,
    /// Locals that are references, by their types: nothing is moved out of them.
    pub copies: BTreeSet<LocalId>,
    /// Arguments that get no other value, nor a shorter lifetime: they hold no borrow of a local.
    pub fixed: BTreeSet<LocalId>,
    /// Temporaries that are declared in front of their statement.
    pub deferred: BTreeSet<LocalId>,
    /// Locals that hold guards, by the names of the methods that made them: dropping one touches what it borrows.
    pub guards: BTreeSet<LocalId>,
    /// Mentions in a closure or async block, or of what a leaf future takes over, and the one that decides for all of the local there.
    pub captured: BTreeMap<MentionId, MentionId>,
    /// Locals that may hold no value where a leaf future takes them over.
    pub unsure: BTreeSet<LocalId>,
    /// The locals in the order in which they count as declared: they are dropped in the reverse order.
    pub order: BTreeMap<LocalId, usize>,
    /// The whole expression `x.a.b` of a mention that moves a part.
    pub parts: BTreeMap<MentionId, Vec<syn::Member>>,
    /// Mentions of fields that are assigned: what was moved out comes back.
    pub assigned_fields: BTreeSet<MentionId>,
    /// Patterns that move parts out of what a mention stands for.
    pub patterns: BTreeMap<MentionId, Parting>,
    /// The structs that get the rest of their fields from what a mention stands for.
    pub bases: BTreeMap<MentionId, Base>,
    /// The fields that `move` closures and async blocks reach, by the first of these mentions.
    pub captures: BTreeMap<MentionId, Capturing>,
    /// The places of which closures and async blocks capture what patterns reach, by their mentions.
    pub matched: BTreeMap<MentionId, Matched>,
    /// The fields that other closures and async blocks mention, by the first of these mentions, if they mention nothing else of
    /// the local.
    pub reached: BTreeMap<MentionId, Vec<parts::Path>>,
    /// The parts that are moved out of a local, by their bits.
    pub parted: BTreeMap<LocalId, Vec<Part>>,
    /// What each mention moves out or puts back.
    pub partings: BTreeMap<Site, Gone>,
    /// Locals on which `update` was called, as on a digest.
    pub updated: BTreeSet<LocalId>,
    /// Mentions as the receiver of a method that consumes as far as the file at hand tells.
    pub hinted: BTreeSet<MentionId>,
    /// Mentions as the receiver of a method that the file at hand declares to borrow; some names, of a type that it declares.
    pub borrowed: BTreeSet<MentionId>,
    /// Mentions as the receiver of a method that consumes as a rule, by its name.
    pub verbs: BTreeSet<MentionId>,
    /// Locals that hold a closure which moves what it captures.
    pub consuming: BTreeSet<LocalId>,
    /// Locals that hold another closure.
    pub borrowing: BTreeSet<LocalId>,
    /// The mentions whose local could have a keeper.
    pub keepable: BTreeMap<MentionId, Keepable>,
    /// Mentions as the receiver of a call whose arguments wait, and the first local that these make.
    pub early: BTreeMap<MentionId, LocalId>,
    /// Such mentions, and the mention that is assigned: the local leaves its slot for the statement.
    pub renewed: BTreeMap<MentionId, MentionId>,
    /// Mentions that are assigned so in a leaf future.
    pub renewed_inside: BTreeSet<MentionId>,
    /// Mentions that an assignment of their own gives a new value, in an arm: it can end keepers.
    pub renewable: BTreeSet<MentionId>,
    /// The calls that make a keeper, by the mention of its local.
    pub keepers: BTreeMap<MentionId, Keeper>,
    /// The keepers whose local may have been borrowed before.
    pub watched: BTreeSet<LocalId>,
    /// Leaf futures, and how many locals and futures each surely holds beside the one that it waits for.
    pub leaves: BTreeMap<LocalId, usize>,
    /// What may have borrowed a live local where the machine is suspended; one that is not here nothing can have borrowed exclusively.
    pub lent: BTreeMap<(SegId, LocalId), Lent>,
    /// Saved locals to which something is lent that the segment declares.
    pub anew: BTreeSet<(SegId, LocalId)>,
    /// Locals that leaf futures could take over, at the nodes where these are made.
    pub candidates: Vec<(usize, LocalId)>,
    /// Those of them that hold a value there which nothing can have borrowed.
    pub given: BTreeSet<LocalId>,
    /// Locals that are declared inside an expression that is emitted as it stands: they have no slots.
    pub nested: BTreeSet<LocalId>,
    /// Where each local is declared: its number in the order of the source, and the scopes around it, outermost first.
    pub declared: BTreeMap<LocalId, (usize, Vec<usize>)>,
}
