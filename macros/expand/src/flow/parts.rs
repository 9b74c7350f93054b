//! Partial moves: `let right = both.right;`, after which `both.left` lives on, and `both.right = x;`, which puts it back.
mod kinds;

use std::collections::{BTreeMap, BTreeSet};

pub use kinds::{Base, Capturing, Gone, Matched, Matching, Part, Parting, Site};

use super::{
    Access, Facts, Mention, Use,
    bits::Bits,
    graph::{Event, Graph},
    native, pattern,
};
use crate::names::{LocalId, MentionId};

/// The bits of a set of parts. More parts, or more sets of them, are left to rustc, which refuses them: a byte has the number of a set.
const MOST_PARTS: usize = 32;
const MOST_SETS: usize = 255;

/// The fields on the way from a local.
pub type Path = Vec<String>;

/// Decides which by-value mentions of a field move it out of a slot, and which assignments put one back. A field that is mentioned
/// again, or whose whole local is, is copied.
pub fn decide(graph: &Graph, facts: &mut Facts) {
    facts.partings.clear();
    let mut moved: BTreeMap<LocalId, Sites> = BTreeMap::new();
    let mut stay = BTreeSet::new();
    for (node, event) in graph.events.iter().enumerate() {
        let site = match *event {
            Event::Mention(id) => (id, 0),
            Event::Arm(id, number) => (id, number),
            _ => continue,
        };
        let Some(parts) = moved_parts(facts, site, matches!(event, Event::Arm(..))) else { continue };
        if parts.iter().all(|part| moves(graph, facts, node, site.0, part)) {
            moved.entry(facts.mentions[&site.0].local).or_default().insert(node, (site, parts));
        } else {
            stay.insert(site.0);
        }
    }
    // All arms of a match move, or none.
    moved.values_mut().for_each(|sites| sites.retain(|_, (site, _)| !stay.contains(&site.0)));
    for (local, sites) in moved {
        decide_local(graph, facts, local, sites);
    }
}

/// The mentions and arms that move parts of a local out, by their nodes.
type Sites = BTreeMap<usize, (Site, Vec<Part>)>;

/// What a mention or an arm moves out, if its local is no reference.
fn moved_parts(facts: &Facts, (id, number): Site, is_arm: bool) -> Option<Vec<Part>> {
    let (mention, parting) = (&facts.mentions[&id], facts.patterns.get(&id));
    // What the call of a keeper moves out of its local, rustc sees.
    let kept = facts.keepers.values().any(|keeper| keeper.own.contains(&id));
    if mention.leaves.is_some() || kept || facts.keepers.contains_key(&id) || facts.copies.contains(&mention.local) {
        return None;
    }
    if facts.bases.contains_key(&id) {
        return Some(vec![Part::Base(id)]);
    }
    let assigned =
        facts.assigned_fields.iter().filter_map(|other| facts.mentions.get(other)).filter(|m| m.local == mention.local);
    let assigned: Vec<Path> = assigned.map(field).collect();
    if let Some(capturing) = facts.captures.get(&id) {
        let whole = assigned.is_empty() || !capturing.matched.is_empty();
        return Some(if whole { vec![Part::Captured(id)] } else { capturing.reached(id) });
    }
    match parting {
        Some(parting) if parting.is_match != is_arm => None,
        // What a pattern moved out of an enum comes back whole, out of a struct or tuple, of which there is one, field by field.
        Some(parting) if is_arm => {
            let own = field(mention);
            let inside = assigned.iter().any(|other| other.len() > own.len() && other.starts_with(&own));
            match inside {
                true if pattern::one_shape(&parting.pats) => by_fields(parting, number),
                true => None,
                false => Some(vec![Part::Pattern(id, number)]),
            }
        }
        Some(parting) if !assigned.is_empty() => by_fields(parting, 0),
        Some(_) => Some(vec![Part::Pattern(id, number)]),
        None if is_arm => None,
        None if mention.role == Use::Part => facts.parts.get(&id).map(|members| vec![Part::Field(members.clone())]),
        None => None,
    }
}

/// What a pattern moves out, if that is fields.
fn by_fields(parting: &super::Parting, number: usize) -> Option<Vec<Part>> {
    let paths = pattern::fields(pattern::unguarded(parting.pats.get(number)?))?
        .into_iter()
        .map(|inner| [parting.members.clone(), inner].concat());
    Some(paths.map(Part::Field).collect())
}

/// Whether the part, when it is moved out at `node`, is not mentioned again before it is put back.
fn moves(graph: &Graph, facts: &Facts, node: usize, id: MentionId, part: &Part) -> bool {
    let goes = |path: Path, by_pattern| leaves(graph, facts, node, facts.mentions[&id].local, &path, by_pattern);
    match part {
        Part::Field(_) => goes(part.path(), false),
        Part::Pattern(..) | Part::Base(_) => goes(field(&facts.mentions[&id]), true),
        // What is mentioned again was copied, says the judge: forgetting a copy does nothing.
        Part::Reached(..) => true,
        // A field that is put back would.
        Part::Captured(_) => {
            let local = facts.mentions[&id].local;
            let assigned = |id: MentionId| facts.assigned_fields.contains(&id) && facts.mentions[&id].local == local;
            let ends = |node: usize| matches!(graph.events[node], Event::End(other) if other == local);
            let mut after = graph.walk(&graph.next[node], |node| !ends(node));
            !after.any(|node| matches!(graph.events[node], Event::Mention(id) if assigned(id)))
        }
    }
}

/// The calls on a field of a local after which other fields of it are mentioned, but neither that one nor the whole.
pub fn called(graph: &Graph, live: &[Bits], facts: &Facts) -> BTreeSet<MentionId> {
    let called = graph.events.iter().enumerate().filter_map(|(node, event)| {
        let Event::Mention(id) = *event else { return None };
        let mention = &facts.mentions[&id];
        let is_called = mention.role == Use::Unknown && mention.field.is_some() && live[node].has(mention.local.0);
        let inside = facts.captured.contains_key(&id) || facts.captured.values().any(|first| *first == id);
        let apart = is_called && !inside && !facts.copies.contains(&mention.local);
        (apart && leaves(graph, facts, node, mention.local, &field(mention), false)).then_some(id)
    });
    called.collect()
}

fn leaves(graph: &Graph, facts: &Facts, node: usize, local: LocalId, path: &Path, by_pattern: bool) -> bool {
    let renews = |id: MentionId| facts.assigned_fields.contains(&id) && path.starts_with(&field(&facts.mentions[&id]));
    let through = |node: usize| match graph.events[node] {
        Event::Init(other) | Event::End(other) => other != local,
        Event::Mention(id) => {
            let mention = &facts.mentions[&id];
            mention.local != local || (mention.role != Use::Assign && !renews(id))
        }
        _ => true,
    };
    !graph.walk(&graph.next[node], through).any(|node| match graph.events[node] {
        Event::Mention(id) => {
            let other = &facts.mentions[&id];
            let reaches = |other: Path| path.starts_with(&other) || (!by_pattern && other.starts_with(path));
            let mentions = other.local == local && other.role != Use::Assign && !renews(id) && !spares(facts, id, path);
            mentions && paths(facts, id).into_iter().any(reaches)
        }
        _ => false,
    })
}

/// Whether a struct gets the rest of its fields from the local, but not this one: `P { a, ..x }`.
fn spares(facts: &Facts, id: MentionId, path: &Path) -> bool {
    let first = path.first();
    facts.bases.get(&id).is_some_and(|base| base.listed.iter().any(|member| Some(&native::member_text(member)) == first))
}

/// The fields that a mention stands for.
fn paths(facts: &Facts, id: MentionId) -> Vec<Path> {
    match (facts.captures.get(&id), facts.reached.get(&id)) {
        (Some(capturing), _) => capturing.paths(),
        (None, Some(fields)) => fields.clone(),
        (None, None) => match facts.patterns.get(&id) {
            Some(Parting { is_match: false, members, pats, .. }) => {
                let fields = pats.first().and_then(pattern::fields).unwrap_or_else(|| vec![Vec::new()]);
                fields.into_iter().map(|inner| Part::Field([members.clone(), inner].concat()).path()).collect()
            }
            _ => vec![field(&facts.mentions[&id])],
        },
    }
}

fn field(mention: &Mention) -> Path {
    mention.field.clone().unwrap_or_default()
}

/// The mentions that move parts of a local out or put them back, by their nodes: the parts as bits, and whether they come back.
type Steps = BTreeMap<usize, (Site, u32, bool)>;

/// The parts of one local by number, and which of them may be gone where one is moved out or put back.
fn decide_local(graph: &Graph, facts: &mut Facts, local: LocalId, sites: Sites) {
    let mut parts: Vec<Part> = Vec::new();
    for part in sites.values().flat_map(|(_, moved)| moved) {
        if !parts.contains(part) {
            parts.push(part.clone());
        }
    }
    if parts.len() > MOST_PARTS {
        return;
    }
    let steps = steps(graph, facts, local, &parts, &sites);
    let Some(gone) = gone(graph, facts, local, &steps) else { return };
    for (node, (site, bits, back)) in steps {
        let before: Vec<u32> = gone[node].iter().copied().collect();
        let idle = back && before.iter().all(|gone| gone & bits == 0);
        if !idle {
            let access = if back { Access::PutBack } else { Access::Part };
            facts.mentions.entry(site.0).and_modify(|mention| mention.access = access);
            facts.partings.insert(site, Gone { bits, before });
        }
    }
    facts.parted.insert(local, parts);
}

fn bits(parts: &[Part], meant: impl Fn(&Part) -> bool) -> u32 {
    parts.iter().enumerate().filter(|(_, part)| meant(part)).map(|(at, _)| 1 << at).sum()
}

fn steps(graph: &Graph, facts: &Facts, local: LocalId, parts: &[Part], sites: &Sites) -> Steps {
    let moved = sites.iter().map(|(node, (site, moved))| (*node, (*site, bits(parts, |part| moved.contains(part)), false)));
    let mut steps: Steps = moved.collect();
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        let mention = &facts.mentions[&id];
        if mention.local == local && facts.assigned_fields.contains(&id) {
            let back = |part: &Part| match part {
                Part::Field(_) | Part::Reached(..) => part.path().starts_with(&field(mention)),
                Part::Pattern(id, _) => facts.patterns[id].is_match && field(&facts.mentions[id]).starts_with(&field(mention)),
                Part::Captured(_) | Part::Base(_) => false,
            };
            steps.insert(node, ((id, 0), bits(parts, back), true));
        }
    }
    steps
}

/// For each node, the sets of parts that may be gone there; none if they are too many.
fn gone(graph: &Graph, facts: &Facts, local: LocalId, steps: &Steps) -> Option<Vec<BTreeSet<u32>>> {
    let mut gone = vec![BTreeSet::new(); graph.events.len()];
    if let Some(first) = gone.first_mut() {
        first.insert(0);
    }
    let mut work = vec![0];
    while let Some(node) = work.pop() {
        let after: BTreeSet<u32> = match (graph.events[node], steps.get(&node)) {
            (Event::Init(other) | Event::End(other), _) if other == local => BTreeSet::from([0]),
            (Event::Mention(id), None) if facts.mentions[&id].local == local && facts.mentions[&id].role == Use::Assign => {
                BTreeSet::from([0])
            }
            (_, Some((_, bits, true))) => gone[node].iter().map(|gone| gone & !bits).collect(),
            (_, Some((_, bits, false))) => gone[node].iter().map(|gone| gone | bits).collect(),
            _ => gone[node].clone(),
        };
        for &next in &graph.next[node] {
            let before = gone[next].len();
            gone[next].extend(&after);
            if gone[next].len() > MOST_SETS {
                return None;
            }
            if gone[next].len() > before {
                work.push(next);
            }
        }
    }
    let all: BTreeSet<&u32> = gone.iter().flatten().collect();
    (all.len() <= MOST_SETS).then_some(gone)
}
