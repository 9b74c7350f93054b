//! The body after lowering: statements whose suspension points are explicit; all else is the user's own syntax.
mod fills;
mod local;

use std::collections::BTreeSet;

pub use local::Local;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{Expr, Label, Pat, Type};

use crate::names::LocalId;

/// A segment: what runs from one entry of the machine to the next; one arm of the step function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SegId(pub usize);

/// An expression whose evaluation may suspend.
#[derive(Clone)]
pub enum Node {
    /// No suspension point inside.
    Native(Expr),
    /// A suspension point.
    Suspend(Suspend),
    /// Statements and a value: a block of the source, or the parts of an expression in order.
    Block(Block),
    /// `if`, with a condition that does not suspend (a `let` chain may be in it).
    If(If),
    /// `match`, with a scrutinee that does not suspend.
    Match(Match),
    /// `loop`, `while` and `for`.
    Loop(Loop),
}

impl Node {
    /// Its source text, with encoded names, where it is one expression.
    pub fn text(&self) -> Option<String> {
        match self {
            Node::Native(expr) => Some(expr.to_token_stream().to_string()),
            Node::Suspend(suspend) if suspend.leaf.is_none() => Some(format!("{}.await", suspend.text)),
            _ => None,
        }
    }
}

/// A future is stored and polled until it is ready.
#[derive(Clone)]
pub struct Suspend {
    /// The operand of `.await`, or a leaf future.
    pub future: Expr,
    /// The slot of the future.
    pub local: LocalId,
    /// How the state is called, and the source of the await.
    pub name: String,
    /// Source text of the await.
    pub text: String,
    /// Position of the `await`.
    pub span: Span,
    /// A leaf future that may leave the statement: where its jumps go.
    pub leaf: Option<Leaf>,
    /// The further suspension points of the leaf future.
    pub also: Vec<Point>,
    /// The segment that polls.
    pub seg: Option<SegId>,
}

impl Suspend {
    /// The source texts of its suspension points.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.text).chain(self.also.iter().map(|point| &*point.text))
    }

    /// Their positions.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.span).chain(self.also.iter().map(|point| point.span))
    }
}

/// A suspension point inside a leaf future.
#[derive(Clone)]
pub struct Point {
    /// How its state is called.
    pub name: String,
    /// Source text of the await.
    pub text: String,
    /// Position of the `await`.
    pub span: Span,
}

/// What a leaf future does besides giving a value.
#[derive(Clone, Debug, Default)]
pub struct Leaf {
    /// The jumps in the order of their numbers: break or continue, and the target loop.
    pub jumps: Vec<Jump>,
    /// Whether it may return from the function, or jump.
    pub flows: bool,
    /// It is the scope of its own temporaries: operands die in one row with them.
    pub terminal: bool,
    /// It is the tail of blocks that its temporaries outlive (up to edition 2021): the braces of the innermost one.
    pub braces: Option<Span>,
    /// The locals of these blocks: they die in the leaf future. Filled in by `flow`.
    pub owned: Vec<LocalId>,
    /// Those of them that it takes over.
    pub given: BTreeSet<LocalId>,
    /// What the chain begins with, made before it: it takes that over.
    pub head: Option<LocalId>,
    /// The locals that it takes over when it is made. Filled in by `flow`.
    pub taken: BTreeSet<LocalId>,
    /// Those of them that are plain data, and may be mentioned after a wait.
    pub plain: BTreeSet<LocalId>,
}

/// A `break` or `continue` out of a leaf future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// `break`, not `continue`.
    pub is_break: bool,
    /// The label.
    pub target: TargetId,
    /// `break` with a value.
    pub has_value: bool,
}

/// A loop or labelled block that one can jump out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TargetId(pub usize);

/// A scope.
#[derive(Clone, Default)]
pub struct Block {
    /// In order.
    pub stmts: Vec<Stmt>,
    /// The value.
    pub tail: Option<Box<Node>>,
    /// A labelled block can be left by `break 'label value`.
    pub target: Option<Target>,
    /// Where its ends meet.
    pub meet: Meet,
    /// The braces in the source: their edition decides when the temporaries of the tail die.
    pub braces: Option<Span>,
    /// Up to edition 2021: the temporaries of the tail die after the block's locals.
    pub outlived: bool,
    /// Emitted with `unsafe`.
    pub is_unsafe: bool,
    /// The block stands for one expression: its tail is a statement's value, whose temporaries die before the block's locals.
    pub is_expr: bool,
    /// That value is the scope of its own temporaries: its operands die in one row with them.
    pub terminal: bool,
}

/// What `break` and `continue` name.
#[derive(Clone)]
pub struct Target {
    /// Its number.
    pub id: TargetId,
    /// The label in the source.
    pub label: Option<Label>,
}

/// How the code after a construct is reached. Filled in by `flow`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Meet {
    /// Several segments go on there: a pass-through state.
    pub join: Option<SegId>,
    /// The value that they bring to the pass-through state, if it is wanted.
    pub value: Option<LocalId>,
    /// The segment that the code after the construct belongs to; none if it is never reached.
    pub after: Option<SegId>,
    /// It is that of a block: up to edition 2021 the temporaries of the tail die after its value has got where it goes.
    pub of_block: bool,
}

/// A statement.
#[derive(Clone)]
#[expect(clippy::large_enum_variant, reason = "a body holds few of them, and each is matched on by value")]
pub enum Stmt {
    /// Without a suspension point.
    Native(syn::Stmt),
    /// `let pat: ty = init else { .. };`
    Let {
        /// The pattern.
        pat: Pat,
        /// The type, if the source says it.
        ty: Option<Type>,
        /// The initialiser.
        init: Node,
        /// The name is declared in front: it is dropped after what is declared in between.
        deferred: bool,
        /// Where the user wrote the `let` and the `;`, or what stands for the statement.
        ends: (Span, Span),
    },
    /// An expression for its effect.
    Expr(Node),
    /// From here on an argument counts as declared: after the patterns of those before it.
    Argument(LocalId),
}

/// `if`.
#[derive(Clone)]
pub struct If {
    /// The condition, with `let`s.
    pub cond: Expr,
    /// Then.
    pub then: Block,
    /// Else.
    pub otherwise: Option<Box<Node>>,
    /// Where the branches meet.
    pub meet: Meet,
}

/// `match`.
#[derive(Clone)]
pub struct Match {
    /// What is matched.
    pub scrutinee: Expr,
    /// The arms.
    pub arms: Vec<MatchArm>,
    /// Where the arms meet.
    pub meet: Meet,
}

/// An arm of a `match`.
#[derive(Clone)]
pub struct MatchArm {
    /// The pattern.
    pub pat: Pat,
    /// The guard.
    pub guard: Option<Expr>,
    /// The body.
    pub body: Node,
}

/// A loop whose body suspends.
#[derive(Clone)]
pub struct Loop {
    /// For `break` and `continue`.
    pub target: Target,
    /// `loop`, `while` or `for`, for names.
    pub kind: LoopKind,
    /// The body; conditions are lowered into it.
    pub body: Block,
    /// The segment at the loop's head.
    pub head: Option<SegId>,
    /// Where its ends meet.
    pub meet: Meet,
}

/// Which loop it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopKind {
    /// `loop`
    Loop,
    /// `while`
    While,
    /// `for`
    For,
}
