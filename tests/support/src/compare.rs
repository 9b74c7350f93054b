//! Plain against visible: all scenarios of all cases, every difference told, the names of the failing cases at the end.
use crate::case::Case;
use crate::scenario::{MOST_POLLS, Plan, Record};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Logs, results, panic messages, polls and wakes must be equal in every scenario.
pub fn behaviour(plain: &[Case], visible: &[Case]) {
    report("behaviour", plain, visible, behaviour_of);
}

/// The states must correspond one to one: no suspension point of rustc's is two states of ours, nor are two of them one state.
pub fn states(plain: &[Case], visible: &[Case]) {
    report("split", plain, visible, |plain, visible| states_of(plain, visible, |(theirs, ours)| (theirs, ours)));
    report("merged", plain, visible, |plain, visible| states_of(plain, visible, |(theirs, ours)| (ours, theirs)));
}

/// A panic must be told at the user's own line and column.
pub fn panic_locations(plain: &[Case], visible: &[Case]) {
    report("locations", plain, visible, |plain, visible| {
        let plans = plans(plain);
        plans.iter().find_map(|plan| {
            let (ours, theirs) = (visible.run(plan).locations, plain.run(plan).locations);
            (ours != theirs).then(|| format!("{plan:?}\n  plain   {theirs:?}\n  visible {ours:?}"))
        })
    });
}

/// At most one word larger than rustc's future. With `VISIBLE_ASYNC_SIZES` set, prints the table.
pub fn sizes(plain: &[Case], visible: &[Case]) {
    if std::env::var_os("VISIBLE_ASYNC_SIZES").is_some() {
        for (name, plain, visible) in size_table(plain, visible) {
            println!("{name:40} {plain:6} {visible:6}");
        }
    }
    report("size", plain, visible, |plain, visible| {
        let word = size_of::<usize>();
        let fits = visible.size <= plain.size + word;
        (!fits).then(|| format!("{} bytes, rustc's future {}", visible.size, plain.size))
    });
}

/// Name, size of rustc's future, size of ours.
#[must_use]
pub fn size_table(plain: &[Case], visible: &[Case]) -> Vec<(&'static str, usize, usize)> {
    plain.iter().zip(visible).map(|(plain, visible)| (plain.name, plain.size, visible.size)).collect()
}

/// `Send` and `Sync` wherever rustc's future has them (ours may have them more often), and `Unpin` nowhere else.
pub fn auto_traits(plain: &[Case], visible: &[Case]) {
    report("traits", plain, visible, |plain, visible| {
        let kept = plain.traits.iter().all(|name| visible.traits.contains(name));
        let gained = visible.traits.contains(&"Unpin") && !plain.traits.contains(&"Unpin");
        (!kept || gained).then(|| format!("plain {:?}, visible {:?}", plain.traits, visible.traits))
    });
}

/// Compares case by case, all of them, and panics at the end if there was a difference.
/// `VISIBLE_ASYNC_CASE=substring` chooses cases.
fn report(what: &str, plain: &[Case], visible: &[Case], compare: impl Fn(&Case, &Case) -> Option<String>) {
    let wanted = std::env::var("VISIBLE_ASYNC_CASE").unwrap_or_default();
    let mut failing = Vec::new();
    assert_eq!(plain.len(), visible.len());
    for (plain, visible) in plain.iter().zip(visible).filter(|(case, _)| case.name.contains(&wanted)) {
        let difference = match compare(plain, visible) {
            Some(_) if known(what, plain.name) => None,
            None if stale(what, plain.name) => Some(format!("`{what}` in known.txt, and no difference")),
            difference => difference,
        };
        if let Some(difference) = difference {
            eprintln!("case {}: {difference}\n", plain.name);
            failing.push(plain.name);
        }
    }
    assert!(failing.is_empty(), "{} of {} cases differ: {failing:?}", failing.len(), plain.len());
}

/// Whether `known.txt` lists the difference, with its reason; for callers of edition 2021 it has lines of their own.
fn known(what: &str, case: &str) -> bool {
    listed(what, case) || (older() && listed(&format!("{what}-2021"), case))
}

/// Whether `known.txt` lists a difference of just this edition.
fn stale(what: &str, case: &str) -> bool {
    if older() { listed(&format!("{what}-2021"), case) } else { listed(what, case) }
}

fn listed(kind: &str, case: &str) -> bool {
    include_str!("../known.txt").lines().any(|line| line.split_once(' ') == Some((kind, case)))
}

/// Whether the caller is of edition 2021.
fn older() -> bool {
    std::env::var("CARGO_PKG_NAME").is_ok_and(|name| name.ends_with("edition-2021"))
}

/// The first scenario whose logs differ, shown. With `VISIBLE_ASYNC_SHOW` set, prints rustc's log with one wait per leaf.
#[must_use]
pub fn behaviour_of(plain: &Case, visible: &Case) -> Option<String> {
    if std::env::var_os("VISIBLE_ASYNC_SHOW").is_some() {
        let whole = Plan { pending: 1, ..Plan::default() };
        println!("case {}\n    {}", plain.name, plain.run(&whole).lines.join("\n    "));
    }
    let mut plans = plans(plain).into_iter();
    plans.find_map(|plan| difference(&plan, &plain.run(&plan), &visible.run(&plan)))
}

fn difference(plan: &Plan, plain: &Record, visible: &Record) -> Option<String> {
    let (theirs, ours) = (&plain.lines, &visible.lines);
    if theirs == ours {
        return None;
    }
    let at = theirs.iter().zip(ours).take_while(|(theirs, ours)| theirs == ours).count();
    let mut text = format!("{plan:?}, line {}\n", at + 1);
    for line in &theirs[at.saturating_sub(6)..at] {
        let _ = writeln!(text, "            {line}");
    }
    for (side, lines) in [("plain  ", theirs), ("visible", ours)] {
        for line in lines.iter().skip(at).take(4) {
            let _ = writeln!(text, "  {side} | {line}");
        }
        if lines.len() <= at {
            let _ = writeln!(text, "  {side} | (ends)");
        }
    }
    Some(text)
}

/// All scenarios of a case, as the plain copy's own runs span them.
#[must_use]
pub fn plans(plain: &Case) -> Vec<Plan> {
    let mut plans: Vec<Plan> = Vec::new();
    for pending in 0..=2 {
        let whole = Plan { pending, ..Plan::default() };
        let record = plain.run(&whole);
        assert!(record.polls < MOST_POLLS, "{} never ends: write the case anew", plain.name);
        plans.push(whole);
        let cancelled = (0..record.polls).map(|polls| Plan { drop_after: Some(polls), ..whole });
        plans.extend(cancelled.clone());
        if pending < 2 {
            plans.extend((1..=record.events).map(|at| Plan { panic_at: Some(at), ..whole }));
            plans.extend(cancelled.flat_map(|plan| panics_in_drop(plain, plan)));
        }
    }
    plans
}

/// A panic at each event of the drop of a cancelled future.
fn panics_in_drop(plain: &Case, plan: Plan) -> Vec<Plan> {
    let record = plain.run(&plan);
    let events = record.before_drop + 1..=record.events;
    events.map(|at| Plan { panic_at: Some(at), ..plan }).collect()
}

/// Where the sequences of states don't correspond: one state of the one copy is two of the other.
#[must_use]
pub fn states_of(plain: &Case, visible: &Case, order: impl Fn((u32, u32)) -> (u32, u32)) -> Option<String> {
    let mut seen = BTreeMap::new();
    plans(plain).iter().filter(|plan| plan.panic_at.is_none()).find_map(|plan| {
        let (theirs, ours) = (plain.run(plan).states, visible.run(plan).states);
        let pairs = theirs.iter().zip(&ours).filter_map(|(theirs, ours)| theirs.zip(*ours)).map(&order);
        let wrong = pairs.into_iter().find(|&(from, to)| *seen.entry(from).or_insert(to) != to)?;
        Some(format!("{plan:?}: state {wrong:?}\n  plain   {theirs:?}\n  visible {ours:?}"))
    })
}
