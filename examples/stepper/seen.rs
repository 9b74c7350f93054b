//! What is to be seen of a machine that is driven, as text.
use visible_async::driver::Driver;
use visible_async::{StateInfo, StateKind, Value, View, VisibleFuture};

/// How many steps are told.
const STEPS: usize = 100;

/// What is to be seen of a machine.
#[derive(Clone)]
pub struct Seen {
    /// Its function.
    pub function: &'static str,
    /// The state that it is in.
    pub state: StateInfo,
    /// Where the machines wait that it awaits, from outside in.
    pub inner: Vec<StateInfo>,
    /// The line of the source to be shown.
    pub line: u32,
    /// Its locals, and what it awaits.
    pub tree: String,
    /// What may follow, and why.
    pub ways: Vec<String>,
    /// The last steps.
    pub steps: String,
    /// Whether it has been woken since it was polled last.
    pub woken: bool,
    /// Whether it has been dropped since.
    pub dropped: bool,
}

impl Seen {
    /// Of this machine.
    pub fn of<F: VisibleFuture>(driver: &Driver<F>) -> Self {
        let (machine, state, description) = (View::of(driver.machine()), driver.state(), driver.description());
        let mut inner = Vec::new();
        awaited(machine, &mut inner);
        let lines = || description.states().map(|state| state.line).filter(|line| *line > 0);
        let line = match state.kind {
            StateKind::Suspended => Some(state.line),
            StateKind::Start => lines().min(),
            _ => lines().max(),
        };
        let last = &driver.history()[driver.history().len().saturating_sub(STEPS)..];
        let ways = description.transitions().filter(|way| way.from == state);
        Seen {
            function: description.function,
            state,
            line: line.unwrap_or(0),
            tree: tree(machine, &inner),
            inner,
            ways: ways.map(|way| format!("{} ({})", way.to.name, way.on)).collect(),
            steps: last.iter().map(|step| format!("{step}\n")).collect(),
            woken: driver.is_woken(),
            dropped: false,
        }
    }
}

/// Where the machines wait that are awaited.
fn awaited(machine: View<'_>, states: &mut Vec<StateInfo>) {
    machine.locals(&mut |local| {
        if let (true, Value::Machine(machine)) = (local.awaited, local.value) {
            states.push(machine.state());
            awaited(machine, states);
        }
    });
}

/// The tree of a machine, without the places: the source is beside it.
fn tree(machine: View<'_>, inner: &[StateInfo]) -> String {
    let states = std::iter::once(machine.state()).chain(inner.iter().copied());
    states.fold(format!("{machine:#?}"), |tree, state| tree.replace(&format!("({state})"), &format!("({})", state.name)))
}
