//! Partial moves: `let right = both.right;`, after which `both.left` lives on, and `both.right = x;`, which puts it back.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Access, Facts, Gone, Mention, Part, Use, pattern,
    solve::{Event, Graph},
};
use crate::names::{LocalId, MentionId};

/// More combinations than this are left to rustc, which refuses them.
const MOST_PARTS: usize = 8;

/// The fields on the way from a local.
type Path = Vec<String>;

/// Decides which by-value mentions of a field move it out of a slot, and which assignments put one back. A field that is mentioned
/// again, or whose whole local is, is copied.
pub fn decide(graph: &Graph, facts: &mut Facts) {
    facts.partings.clear();
    let mut moved: BTreeMap<LocalId, BTreeMap<usize, (MentionId, Vec<Part>)>> = BTreeMap::new();
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        if let Some(parts) = moved_parts(facts, id)
            && parts.iter().all(|part| moves(graph, facts, node, id, part))
        {
            moved.entry(facts.mentions[&id].local).or_default().insert(node, (id, parts));
        }
    }
    for (local, sites) in moved {
        decide_local(graph, facts, local, sites);
    }
}

/// What a mention moves out, if its local is no reference.
fn moved_parts(facts: &Facts, id: MentionId) -> Option<Vec<Part>> {
    let (mention, parting) = (&facts.mentions[&id], facts.patterns.get(&id));
    if mention.native || facts.copies.contains(&mention.local) {
        return None;
    }
    let put_back = facts.assigned.iter().any(|other| facts.mentions.get(other).is_some_and(|m| m.local == mention.local));
    match parting {
        // What was moved out by a pattern comes back field by field.
        Some(parting) if put_back => parting.pat.as_ref().and_then(|pat| {
            let paths = pattern::fields(pat)?.into_iter().map(|inner| [parting.members.clone(), inner].concat());
            Some(paths.map(Part::Field).collect())
        }),
        Some(_) => Some(vec![Part::Pattern(id)]),
        None if mention.role == Use::Part => facts.parts.get(&id).map(|members| vec![Part::Field(members.clone())]),
        None => None,
    }
}

/// Whether the part, when it is moved out at `node`, is not mentioned again before it is put back.
fn moves(graph: &Graph, facts: &Facts, node: usize, id: MentionId, part: &Part) -> bool {
    let local = facts.mentions[&id].local;
    let (path, by_pattern) = match part {
        Part::Field(_) => (part.path(), false),
        Part::Pattern(_) => (facts.mentions[&id].field.clone().unwrap_or_default(), true),
    };
    let renews = |id: MentionId| facts.assigned.contains(&id) && path.starts_with(&field(&facts.mentions[&id]));
    let through = |node: usize| match graph.events[node] {
        Event::Init(other) | Event::End(other) => other != local,
        Event::Mention(id) => {
            let mention = &facts.mentions[&id];
            mention.local != local || (mention.role != Use::Assign && (by_pattern || !renews(id)))
        }
        _ => true,
    };
    !graph.walk(&graph.next[node], through).any(|node| match graph.events[node] {
        Event::Mention(id) => {
            let other = &facts.mentions[&id];
            let reaches = path.starts_with(&field(other)) || (!by_pattern && field(other).starts_with(&path));
            other.local == local && other.role != Use::Assign && (by_pattern || !renews(id)) && reaches
        }
        _ => false,
    })
}

fn field(mention: &Mention) -> Path {
    mention.field.clone().unwrap_or_default()
}

/// The mentions that move parts of a local out or put them back, by their nodes: the parts as bits, and whether they come back.
type Steps = BTreeMap<usize, (MentionId, u32, bool)>;

/// The parts of one local by number, and which of them may be gone where one is moved out or put back.
fn decide_local(graph: &Graph, facts: &mut Facts, local: LocalId, sites: BTreeMap<usize, (MentionId, Vec<Part>)>) {
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
    let gone = gone(graph, facts, local, &steps);
    // Which arm of a `match` was taken can't be told afterwards.
    let is_arm = |part: &Part| matches!(part, Part::Pattern(id) if facts.patterns[id].pat.is_none());
    let arms = bits(&parts, is_arm);
    let mut decided = Vec::new();
    for (node, (id, bits, back)) in steps {
        let before: Vec<u32> = gone[node].iter().copied().collect();
        let idle = back && before.iter().all(|gone| gone & bits == 0);
        if !idle && !before.iter().any(|gone| gone & arms != 0) {
            decided.push((id, if back { Access::PutBack } else { Access::Part }, bits, before));
        }
    }
    for (id, access, bits, before) in decided {
        facts.mentions.entry(id).and_modify(|mention| mention.access = access);
        facts.partings.insert(id, Gone { bits, before });
    }
    facts.parted.insert(local, parts);
}

fn bits(parts: &[Part], meant: impl Fn(&Part) -> bool) -> u32 {
    parts.iter().enumerate().filter(|(_, part)| meant(part)).map(|(at, _)| 1 << at).sum()
}

fn steps(graph: &Graph, facts: &Facts, local: LocalId, parts: &[Part], sites: &BTreeMap<usize, (MentionId, Vec<Part>)>) -> Steps {
    let moved = sites.iter().map(|(node, (id, moved))| (*node, (*id, bits(parts, |part| moved.contains(part)), false)));
    let mut steps: Steps = moved.collect();
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        let mention = &facts.mentions[&id];
        if mention.local == local && facts.assigned.contains(&id) {
            let back = |part: &Part| matches!(part, Part::Field(_)) && part.path().starts_with(&field(mention));
            steps.insert(node, (id, bits(parts, back), true));
        }
    }
    steps
}

/// For each node, the sets of parts that may be gone there.
fn gone(graph: &Graph, facts: &Facts, local: LocalId, steps: &Steps) -> Vec<BTreeSet<u32>> {
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
            if gone[next].len() > before {
                work.push(next);
            }
        }
    }
    gone
}
