//! Where things stand in a picture: the states in a column, in the order of the source. What goes to the next state is an arrow between the
//! two. What goes further down has a lane to the right of the column, what goes back one to the left: one lane for each state that is entered
//! from that side, the short ones inside.
use alloc::{vec, vec::Vec};

use super::{NARROW, pixels, width};
use crate::{
    Diagram, StateInfo, StateKind,
    diagram::ways::{Reasons, Ways},
};

/// Between two states, two lanes, and two ways that leave a state on one side.
const GAP: i32 = 36;
const LANE: i32 = 16;
const SLOT: i32 = 17;

/// Around the picture, and above the first state.
const MARGIN: i32 = 20;
const HEAD: i32 = 80;

/// A state in its place.
pub(super) struct Node {
    pub(super) state: StateInfo,
    pub(super) top: i32,
    pub(super) height: i32,
}

/// A side of the column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A way between two states, by their places in the column, and where its lane is, if it has one.
pub(super) struct Edge {
    from: usize,
    to: usize,
    pub(super) reasons: Reasons,
    pub(super) lane: Option<(Side, i32)>,
}

/// All of it, in pixels.
pub(super) struct Picture {
    pub(super) nodes: Vec<Node>,
    /// In the order of the states they leave.
    pub(super) edges: Vec<Edge>,
    /// For each state, where its ways begin among these, and the sides on which it is entered.
    firsts: Vec<usize>,
    entered: Vec<[bool; 2]>,
    /// Where the column begins, and how wide it is.
    pub(super) left: i32,
    pub(super) column: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Picture {
    pub(super) fn new(diagram: &Diagram) -> Self {
        let states: Vec<_> = diagram.states().collect();
        let edges = edges(diagram, &states);
        let column = states.iter().map(width).max().unwrap_or(0) + 28;
        let firsts = (0..=states.len()).map(|at| edges.partition_point(|edge| edge.from < at)).collect();
        let mut entered = vec![[false; 2]; states.len()];
        for (edge, side) in edges.iter().filter_map(|edge| Some((edge, edge.side()?))) {
            entered[edge.to][side as usize] = true;
        }
        let mut picture = Picture { nodes: vec![], edges, firsts, entered, left: 0, column, width: 0, height: HEAD };
        for (at, state) in states.into_iter().enumerate() {
            let slots = [Side::Left, Side::Right].map(|side| picture.slots(at, side)).into_iter().max().unwrap_or(0);
            let least = if state.kind == StateKind::Suspended { 48 } else { 30 };
            let node = Node { state, top: picture.height, height: least.max(slots * SLOT + 8) };
            picture.height += node.height + GAP;
            picture.nodes.push(node);
        }
        picture.left = MARGIN + picture.room(Side::Left);
        picture.width = picture.left + column + picture.room(Side::Right) + MARGIN;
        for side in [Side::Left, Side::Right] {
            picture.assign(side);
        }
        picture
    }

    /// From below a state to the next.
    pub(super) fn gap(&self, edge: &Edge) -> (i32, i32) {
        let Node { top, height, .. } = &self.nodes[edge.from];
        (top + height, self.nodes[edge.to].top)
    }

    /// The height at which a way in a lane leaves its state: the further it goes, the higher on the right, the lower on the left.
    pub(super) fn exit(&self, edge: &Edge) -> i32 {
        let side = edge.side();
        let before = self.exits(edge.from, side).filter(|other| other.to > edge.to).count();
        let entry = side == Some(Side::Right) && self.entered(edge.from, side);
        self.slot(edge.from, side, before + usize::from(entry))
    }

    /// The height at which ways in its lane enter a state.
    pub(super) fn entry(&self, edge: &Edge) -> i32 {
        let side = edge.side();
        let before = if side == Some(Side::Left) { self.exits(edge.to, side).count() } else { 0 };
        self.slot(edge.to, side, before)
    }

    /// The height of one of the places on a side of a state.
    fn slot(&self, at: usize, side: Option<Side>, slot: usize) -> i32 {
        let Node { top, height, .. } = &self.nodes[at];
        let slots = side.map_or(1, |side| self.slots(at, side));
        top + (height - SLOT * (slots - 1)) / 2 + SLOT * count(slot)
    }

    /// How many places a side of a state has.
    fn slots(&self, at: usize, side: Side) -> i32 {
        count(self.exits(at, Some(side)).count() + usize::from(self.entered(at, Some(side))))
    }

    fn exits(&self, at: usize, side: Option<Side>) -> impl Iterator<Item = &Edge> {
        self.edges[self.firsts[at]..self.firsts[at + 1]].iter().filter(move |edge| edge.side() == side)
    }

    fn entered(&self, at: usize, side: Option<Side>) -> bool {
        side.is_some_and(|side| self.entered[at][side as usize])
    }

    /// The width of the texts between the column and the lanes.
    fn texts(&self, side: Side) -> i32 {
        let of_side = self.edges.iter().filter(|edge| edge.side() == Some(side));
        of_side.map(|edge| pixels(edge.reasons, NARROW) + 8).max().unwrap_or(0)
    }

    /// The width of the texts and the lanes.
    fn room(&self, side: Side) -> i32 {
        self.texts(side) + LANE * self.lanes(side).iter().map(|lane| lane.number + 1).max().unwrap_or(0)
    }

    /// Puts the ways of a side into its lanes.
    fn assign(&mut self, side: Side) {
        let (lanes, texts) = (self.lanes(side), self.texts(side) + LANE / 2);
        for lane in lanes {
            let off = texts + LANE * lane.number;
            let x = if side == Side::Left { self.left - off } else { self.left + self.column + off };
            let of_lane = self.edges.iter_mut().filter(|edge| edge.to == lane.to && edge.side() == Some(side));
            of_lane.for_each(|edge| edge.lane = Some((side, x)));
        }
    }

    /// The lanes of a side, the short ones first, each in the first number that is free along it.
    fn lanes(&self, side: Side) -> Vec<Lane> {
        let mut lanes: Vec<Lane> = Vec::new();
        for edge in self.edges.iter().filter(|edge| edge.side() == Some(side)) {
            let (first, last) = (edge.from.min(edge.to), edge.from.max(edge.to));
            match lanes.iter_mut().find(|lane| lane.to == edge.to) {
                Some(lane) => (lane.first, lane.last) = (lane.first.min(first), lane.last.max(last)),
                None => lanes.push(Lane { to: edge.to, first, last, number: 0 }),
            }
        }
        lanes.sort_by_key(|lane| (lane.last - lane.first, lane.to));
        for at in 0..lanes.len() {
            let (placed, rest) = lanes.split_at_mut(at);
            let lane = &mut rest[0];
            let taken = |number| {
                placed.iter().any(|other| other.number == number && other.first <= lane.last && lane.first <= other.last)
            };
            lane.number = (0..).find(|number| !taken(*number)).unwrap_or(0);
        }
        lanes
    }
}

impl Edge {
    /// The side it goes along, if it does not go to the next state.
    fn side(&self) -> Option<Side> {
        match self.to {
            to if to <= self.from => Some(Side::Left),
            to if to == self.from + 1 => None,
            _ => Some(Side::Right),
        }
    }
}

/// What is entered on one side, the states from the first to the last that it passes, and its number from the column.
struct Lane {
    to: usize,
    first: usize,
    last: usize,
    number: i32,
}

/// All ways between these states.
fn edges(diagram: &Diagram, states: &[StateInfo]) -> Vec<Edge> {
    let place = |state: StateInfo| states.iter().position(|other| other.index == state.index);
    let mut edges = Vec::new();
    for (from, state) in states.iter().enumerate() {
        let ways = Ways::new(diagram.description, *state);
        edges.extend(ways.iter().filter_map(|(to, reasons)| Some(Edge { from, to: place(to)?, reasons, lane: None })));
    }
    edges
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(0)
}
