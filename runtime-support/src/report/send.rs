//! What stops a machine from being `Send` or `Sync`: [`SendReport`].
use core::fmt::{self, Write};

use super::Inside;
use crate::{Description, StateInfo, Visible, auto, columns, diagram::heading, tree::short};

/// The heads of the columns.
const HEADS: [&str; 4] = ["state", "local", "is not", "type"];

/// Which local in which state stops a machine from being `Send` or `Sync`.
///
/// It is of the type of the machine, not of what it does at the moment, and it runs nothing of it. It is worked out when it is asked for: a
/// function that is not asked for it gets nothing more. rustc gives the answer when it generates code, where no type is a type parameter any
/// more: the machine of a generic function may be `Send` for one type and not for another. `{}` is a table. Nothing allocates but, with the
/// feature `alloc`, room for one machine at a time (else that is on the stack).
///
/// ```
/// use std::rc::Rc;
/// use visible_async::{SendReport, visible_async};
///
/// #[visible_async]
/// async fn count(text: String) -> usize {
///     let shared = Rc::new(text);
///     std::future::ready(()).await;
///     shared.len()
/// }
///
/// let report = SendReport::of(&count(String::new()));
/// assert!(!report.is_send());
/// let stops: Vec<_> = report.stops().map(|row| (row.state.name, row.local)).collect();
/// assert_eq!(stops, [("AwaitReady", "shared")]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SendReport(Inside);

/// A local that is alive in a state: a row of a [`SendReport`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SendRow {
    /// The state.
    pub state: StateInfo,
    /// The local.
    pub local: &'static str,
    /// The name of its type, as [`core::any::type_name`] gives it.
    pub type_name: &'static str,
    /// Whether the type is `Send`.
    pub is_send: bool,
    /// Whether the type is `Sync`.
    pub is_sync: bool,
}

impl SendReport {
    /// Of this machine, in whatever state it is, also through a reference, a box or a pin.
    ///
    /// # Panics
    /// If std has changed so that the answer can't be known (`auto.rs` in the source says how it is found).
    pub fn of(machine: &(impl Visible + ?Sized)) -> Self {
        assert!(auto::is_known(), "`visible-async` can't tell what is `Send` with this rustc: please report it");
        SendReport(machine.inside())
    }

    /// What is known of the machine before it runs.
    #[must_use]
    pub const fn description(&self) -> &'static Description {
        self.0.description
    }

    /// Whether the machine is `Send`.
    #[must_use]
    pub fn is_send(&self) -> bool {
        (self.0.auto.is_send)()
    }

    /// Whether the machine is `Sync`.
    #[must_use]
    pub fn is_sync(&self) -> bool {
        (self.0.auto.is_sync)()
    }

    /// The live locals of each state in which the machine can rest, in the order of declaration.
    pub fn rows(&self) -> impl Iterator<Item = SendRow> + use<> {
        let inside = self.0;
        inside.states().flat_map(move |state| inside.live(state)).map(|live| SendRow {
            state: live.state,
            local: live.local,
            type_name: live.field.type_name,
            is_send: (live.field.auto.is_send)(),
            is_sync: (live.field.auto.is_sync)(),
        })
    }

    /// Those that stop the machine from being `Send`, or from being `Sync`.
    pub fn stops(&self) -> impl Iterator<Item = SendRow> + use<> {
        self.rows().filter(|row| !(row.is_send && row.is_sync))
    }
}

/// What stands in a column.
fn cell(row: &SendRow, column: usize, out: &mut dyn Write) -> fmt::Result {
    match column {
        0 => out.write_str(row.state.name),
        1 => out.write_str(row.local),
        2 => out.write_str(lacks(row.is_send, row.is_sync)),
        _ => short(row.type_name, out),
    }
}

const fn lacks(is_send: bool, is_sync: bool) -> &'static str {
    match (is_send, is_sync) {
        (true, true) => "",
        (false, true) => "Send",
        (true, false) => "Sync",
        (false, false) => "Send, Sync",
    }
}

/// A table, or that nothing stops it.
impl fmt::Display for SendReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (is_send, is_sync) = (self.is_send(), self.is_sync());
        write!(f, "{}: ", heading(self.description()))?;
        if is_send && is_sync {
            return f.write_str("Send and Sync, as all of its locals are\n");
        }
        writeln!(f, "not {}", if is_send || is_sync { lacks(is_send, is_sync) } else { "Send, not Sync" })?;
        columns::table(f, HEADS, || self.stops().map(|row| (' ', row)), &cell)
    }
}
