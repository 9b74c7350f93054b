//! Which states have been reached: [`Coverage`].
use alloc::{collections::BTreeMap, format, string::String, sync::Arc, vec::Vec};
use core::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{
    Description, On, StateInfo, StateKind,
    trace::{self, Moved, Sink},
};

/// A function: where it is declared, and the places of its states, as two methods may have one name.
type Key = (&'static str, &'static str, &'static str, Vec<(u32, u32)>);

/// What was counted of a function.
struct Counts {
    description: &'static Description,
    states: BTreeMap<u8, u64>,
    ways: BTreeMap<(u8, u8), u64>,
}

#[derive(Default)]
struct Table(Mutex<BTreeMap<Key, Counts>>);

impl Table {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Key, Counts>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The counts of a function.
fn counts<'t>(table: &'t mut BTreeMap<Key, Counts>, description: &'static Description) -> &'t mut Counts {
    let places = description.states().map(|state| (state.line, state.column)).collect();
    let key = (description.file, description.module, description.function, places);
    table.entry(key).or_insert(Counts { description, states: BTreeMap::new(), ways: BTreeMap::new() })
}

impl Sink for Table {
    fn moved(&self, moved: Moved) {
        let Moved { description, from, to, .. } = moved;
        let mut table = self.lock();
        let counts = counts(&mut table, description);
        if from == 0 {
            *counts.states.entry(0).or_default() += 1;
        }
        *counts.states.entry(to).or_default() += 1;
        *counts.ways.entry((from, to)).or_default() += 1;
    }
}

/// A function of the binary, as emitted code tells of it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Known(pub &'static Description);

inventory::collect!(Known);

/// Counts the states and transitions of all annotated functions that run while it lives, and on demand tells of
/// [those that do not](Coverage::with_unreached).
///
/// `{}` is a table; [`lcov`](Coverage::lcov) is what other tools read.
///
/// ```
/// use visible_async::{driver::{Coverage, block_on, pending_n_times}, visible_async};
///
/// #[visible_async]
/// async fn fetch(again: bool) {
///     pending_n_times(1, ()).await;
///     if again {
///         pending_n_times(1, ()).await;
///     }
/// }
///
/// let coverage = Coverage::start();
/// block_on(fetch(false));
/// let missed: Vec<_> = coverage.missed().into_iter().map(|(function, state)| (function, state.name)).collect();
/// assert_eq!(missed, [("fetch", "AwaitPendingNTimes2")]);
/// assert!(coverage.to_string().contains("fetch: 3 of 4 states, 2 of 4 transitions"), "{coverage}");
/// ```
#[must_use = "it counts while it lives"]
pub struct Coverage {
    table: Arc<Table>,
    /// The same, as it listens.
    sink: Arc<dyn Sink>,
}

impl Coverage {
    fn new(listen: impl FnOnce(&Arc<dyn Sink>)) -> Self {
        let table = Arc::<Table>::default();
        let sink: Arc<dyn Sink> = Arc::clone(&table) as _;
        listen(&sink);
        Coverage { table, sink }
    }

    /// Counts what machines do on this thread.
    pub fn start() -> Self {
        Self::new(trace::listen)
    }

    /// Counts what machines do on all threads: those of other tests of the same binary, too.
    ///
    /// ```
    /// # use visible_async::{driver::{Coverage, block_on, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 { pending_n_times(1, 2).await }
    /// let coverage = Coverage::of_process();
    /// std::thread::spawn(|| block_on(fetch())).join().unwrap();
    /// assert_eq!(coverage.hits("fetch", "Done"), 1);
    /// ```
    pub fn of_process() -> Self {
        Self::new(trace::listen_everywhere)
    }

    /// Tells also of functions that have not run: all annotated ones in the binary, those of other crates in it included. What the linker
    /// has left out, as nothing in its module is used, it cannot know.
    ///
    /// ```
    /// # use visible_async::{driver::{Coverage, pending_n_times}, visible_async};
    /// #[visible_async]
    /// async fn forgotten() -> u32 {
    ///     pending_n_times(1, 2).await
    /// }
    ///
    /// let coverage = Coverage::start().with_unreached();
    /// assert!(coverage.missed().iter().any(|(function, state)| (*function, state.name) == ("forgotten", "Start")));
    /// ```
    pub fn with_unreached(self) -> Self {
        let mut table = self.table.lock();
        for Known(description) in inventory::iter::<Known> {
            counts(&mut table, description);
        }
        drop(table);
        self
    }

    /// How often the state of this name of this function was entered.
    #[must_use]
    pub fn hits(&self, function: &str, state: &str) -> u64 {
        let table = self.table.lock();
        let counts = table.values().filter(|counts| counts.description.function == function);
        counts.filter_map(|counts| counts.states.get(&counts.description.find(state)?.index)).sum()
    }

    /// The states that were not reached of functions that are counted, with the names of these: all but pass-through states and `Panicked`.
    #[must_use]
    pub fn missed(&self) -> Vec<(&'static str, StateInfo)> {
        let table = self.table.lock();
        let missed = table.values().flat_map(|counts| {
            let missed = counted(counts.description).filter(|state| !counts.states.contains_key(&state.index));
            missed.map(|state| (counts.description.function, state))
        });
        missed.collect()
    }

    /// The suspension points as lines of an lcov file: `SF:` with the source file, `DA:` with line and hits.
    ///
    /// ```
    /// # use visible_async::{driver::{Coverage, block_on, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 { pending_n_times(1, 2).await }
    /// let coverage = Coverage::start();
    /// block_on(fetch());
    /// assert!(coverage.lcov().starts_with("TN:\nSF:"));
    /// ```
    #[must_use]
    pub fn lcov(&self) -> String {
        let table = self.table.lock();
        let mut files: BTreeMap<&str, BTreeMap<u32, u64>> = BTreeMap::new();
        for counts in table.values() {
            let lines = files.entry(counts.description.file).or_default();
            for state in counted(counts.description).filter(|state| state.line > 0) {
                *lines.entry(state.line).or_default() += counts.states.get(&state.index).copied().unwrap_or(0);
            }
        }
        let text = files.into_iter().map(|(file, lines)| {
            let hit = lines.values().filter(|hits| **hits > 0).count();
            let found = lines.len();
            let lines: String = lines.into_iter().map(|(line, hits)| format!("DA:{line},{hits}\n")).collect();
            format!("TN:\nSF:{file}\n{lines}LF:{found}\nLH:{hit}\nend_of_record\n")
        });
        text.collect()
    }
}

impl Drop for Coverage {
    fn drop(&mut self) {
        trace::unlisten(&self.sink);
    }
}

/// The states that a machine can be seen in and that a test should reach.
fn counted(description: &Description) -> impl Iterator<Item = StateInfo> {
    description.seen().filter(|state| state.kind != StateKind::Panicked)
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table.lock().values().try_for_each(|counts| counts.fmt(f))
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let about = self.description;
        let (all, hit) =
            counted(about).fold((0, 0), |(all, hit), state| (all + 1, hit + usize::from(self.states.contains_key(&state.index))));
        // One way for each two states: why it is taken cannot be seen.
        let mut known: BTreeMap<(u8, u8), Vec<On>> = BTreeMap::new();
        for way in about.transitions() {
            known.entry((way.from.index, way.to.index)).or_default().push(way.on);
        }
        let taken = known.keys().filter(|way| self.ways.contains_key(*way)).count();
        writeln!(f, "{}::{}: {hit} of {all} states, {taken} of {} transitions", about.module, about.function, known.len())?;
        let hits = |state: &StateInfo| self.states.get(&state.index).copied().unwrap_or(0);
        for state in about.seen().filter(|state| state.kind != StateKind::Panicked || hits(state) > 0) {
            writeln!(f, "{:>8}  {state}", hits(&state))?;
        }
        let also = self.ways.keys().filter(|way| !known.contains_key(*way));
        for way in known.keys().chain(also) {
            let name = |index| about.state(index).map_or("?", |state| state.name);
            writeln!(f, "{:>8}  {} -> {}", self.ways.get(way).copied().unwrap_or(0), name(way.0), name(way.1))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
