//! The states of the machine: which slots each has, in which order, and what everything is called.
//!
//! Invariants:
//! 1. A local that two states share has the same fields before it in both, hence the same offset (`#[repr(u8)]`, RFC 2195);
//!    `places.rs` finds them.
//! 2. Locals of one byte, and one of four, stand before all others, in every state that has fields: they cost nothing beside the tag.
//! 3. A local that lives over pass-through states only is no field: its slot is on the stack of the step function.
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    flow::{Facts, SegKind, scalars::Width},
    ir::Local,
    names::{self, Fresh, LocalId},
    plan::places,
};

/// The bytes between the tag and the next word.
const ROOM: usize = 7;

/// Where one of four bytes begins.
const SMALL: usize = 4;

/// One state.
#[derive(Clone, Debug)]
pub struct State {
    /// The variant's name.
    pub name: String,
    /// The names of the variants with the same fields: the leaf future waits elsewhere in its statement.
    pub also: Vec<String>,
    /// Its fields in order. Some may be there for the layout alone.
    pub fields: Vec<LocalId>,
    /// The live locals in the order of declaration.
    pub live: Vec<LocalId>,
}

/// The layout of one machine.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The states by segment.
    pub states: Vec<State>,
    /// The names of all locals in emitted code.
    pub names: BTreeMap<LocalId, String>,
    /// The locals with a slot in the state, in the order of declaration.
    pub saved: Vec<LocalId>,
    /// The locals with a slot on the stack of the step function.
    pub stack: Vec<LocalId>,
    /// The locals that may or may not hold a value at some boundary.
    pub flags: Vec<LocalId>,
    /// Of these, the ones that need their flag in the state.
    pub saved_flags: Vec<LocalId>,
    /// The keepers that have the place of their local.
    kept: BTreeMap<LocalId, LocalId>,
}

impl State {
    /// The names of its variants.
    pub fn variants(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.name).chain(&self.also)
    }
}

impl Layout {
    /// Whether the local has a slot.
    pub fn has_slot(&self, local: LocalId) -> bool {
        self.saved.contains(&local) || self.stack.contains(&local)
    }

    /// The local whose place it has: its own, or the one that it is the keeper of.
    pub fn place(&self, local: LocalId) -> LocalId {
        self.kept.get(&local).copied().unwrap_or(local)
    }

    /// The keepers in the place of a local, in order.
    pub fn keepers(&self, local: LocalId) -> Vec<LocalId> {
        self.kept.iter().filter(|(_, of)| **of == local).map(|(keeper, _)| *keeper).collect()
    }

    /// The state whose variant has the field.
    pub fn home(&self, local: LocalId) -> Option<&State> {
        self.states.iter().find(|state| state.fields.contains(&local))
    }

    /// The type parameter of a saved local.
    pub fn parameter(&self, local: LocalId) -> String {
        let name = names::camel(self.names.get(&local).map_or("", String::as_str));
        let plain = name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit());
        if plain || matches!(&*name, "Self" | "Start" | "Done" | "Panicked") { format!("T{name}") } else { name }
    }
}

/// Decides the layout; `hiding`: the names of items in blocks.
pub fn layout(facts: &Facts, locals: &[Local], arguments: &[LocalId], hiding: &BTreeSet<String>) -> Layout {
    let order = |local: &LocalId| facts.declared.get(local).map_or(usize::MAX, |(order, _)| *order);
    let mut saved: Vec<LocalId> = facts.saved().into_iter().collect();
    saved.extend(arguments.iter().filter(|a| !saved.contains(a)).copied().collect::<Vec<_>>());
    saved.sort_by_key(order);
    let stack: Vec<LocalId> = facts.slots().into_iter().filter(|local| !saved.contains(local)).collect();
    let sorted = |set: &BTreeSet<LocalId>| {
        let mut list: Vec<LocalId> = set.iter().copied().collect();
        list.sort_by_key(|local| facts.order.get(local).copied());
        list
    };
    let flags = |suspended: bool| {
        let segs = facts.segs.iter().filter(|seg| !suspended || seg.kind == SegKind::Suspend);
        let mut list: Vec<LocalId> = segs.flat_map(|seg| seg.maybe.iter().copied()).collect();
        list.sort_by_key(order);
        list.dedup();
        list
    };
    let mut taken = Fresh::default();
    ["Done", "Panicked"].iter().for_each(|name| drop(taken.take(name)));
    let parted = saved.iter().filter(|local| facts.is_parted(**local)).count();
    let beside = beside(facts, &saved, flags(true).len() + parted);
    let (kept, fields) = places::places(facts, &saved, &beside);
    let states = facts.segs.iter().zip(fields).map(|(seg, fields)| {
        let fields = beside_tag(&beside, &seg.stored, fields);
        let mut live = sorted(&seg.live);
        if seg.kind == SegKind::Start {
            live.sort_by_key(order);
        }
        let name = taken.take(&seg.name);
        State { name, also: seg.also.iter().map(|name| taken.take(name)).collect(), fields, live }
    });
    let states: Vec<State> = states.collect();
    check(&states);
    // What may be borrowed does not move to its keeper.
    assert!(
        facts.watched.iter().all(|keeper| kept.contains_key(keeper)),
        "a keeper has the place of a local that may be borrowed"
    );
    Layout {
        states,
        names: local_names(locals, &saved, &stack, hiding),
        flags: flags(false),
        saved_flags: flags(true),
        saved,
        stack,
        kept,
    }
}

/// Invariant 1. A mistake here would be undefined behaviour: it ends as a bug that is to be reported.
fn check(states: &[State]) {
    let mut before = BTreeMap::<LocalId, &[LocalId]>::new();
    for state in states {
        for (at, local) in state.fields.iter().enumerate() {
            let fields = before.entry(*local).or_insert(&state.fields[..at]);
            assert_eq!(*fields, &state.fields[..at], "{local:?} is at one place in all states");
        }
    }
}

/// The locals that have room between the tag and a word beside so many flags, those of one byte first: they come first in each state that
/// has fields.
fn beside(facts: &Facts, saved: &[LocalId], flags: usize) -> Vec<LocalId> {
    let of = |width: Width| saved.iter().copied().filter(move |local| facts.width(*local) == Some(width));
    let mut found: Vec<LocalId> = of(Width::Byte).take(ROOM.saturating_sub(flags)).collect();
    if flags + found.len() < SMALL {
        found.extend(of(Width::Small).next());
    }
    found
}

/// The fields of a state with those beside the tag, which each state has that has any field.
fn beside_tag(beside: &[LocalId], stored: &BTreeSet<LocalId>, fields: Vec<LocalId>) -> Vec<LocalId> {
    let any = !fields.is_empty() || beside.iter().any(|local| stored.contains(local));
    beside.iter().copied().filter(|_| any).chain(fields).collect()
}

/// What every step function names.
const OURS: [&str; 5] = ["state", "tag", "cx", "output", "result"];

/// A slot is called like its local if no other local of the function is, and no item in a block.
fn local_names(locals: &[Local], saved: &[LocalId], stack: &[LocalId], hiding: &BTreeSet<String>) -> BTreeMap<LocalId, String> {
    let is_slot = |local: &LocalId| saved.contains(local) || stack.contains(local);
    let mut fresh = Fresh::default();
    hiding.iter().for_each(|name| drop(fresh.take(name)));
    let mut names = BTreeMap::new();
    let natives = locals.iter().enumerate().filter(|(at, _)| !is_slot(&LocalId(*at)));
    for (at, local) in natives.clone().filter(|(_, local)| !local.temp) {
        fresh.take(&local.name);
        names.insert(LocalId(at), local.name.clone());
    }
    for (at, local) in natives.filter(|(_, local)| local.temp) {
        names.insert(LocalId(at), fresh.take(&local.name));
    }
    for local in saved.iter().chain(stack) {
        let name = match locals[local.0].name.as_str() {
            "self" => "this",
            // `x.output().await`: the future is called like something that each arm has.
            name if locals[local.0].temp && OURS.contains(&name) => &format!("{name}_future"),
            name => name,
        };
        names.insert(*local, fresh.take(name));
    }
    names
}
