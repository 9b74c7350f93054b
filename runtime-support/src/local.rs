//! Reading one live local by its name and type.
use core::{any::type_name, fmt, marker::PhantomData};

use crate::{StateInfo, Value, View, owns::Owns};

/// A type whose values tell in which state a machine is: [`StateInfo`], and the enums that `#[visible_async(enum = Name)]` declares.
pub trait StateName: Sized {
    /// The one that this is.
    fn of(state: StateInfo) -> Self;
}

impl StateName for StateInfo {
    fn of(state: StateInfo) -> Self {
        state
    }
}

/// The name of a local of the functions whose states are an `S`: `#[visible_async(enum = FetchState)]` declares one for each local of the
/// source, as `FetchState::page`.
pub struct LocalName<S>(&'static str, PhantomData<fn() -> S>);

impl<S> LocalName<S> {
    /// For emitted code.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        LocalName(name, PhantomData)
    }

    /// The name in the source.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.0
    }
}

impl<S> Clone for LocalName<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for LocalName<S> {}

impl<S> fmt::Debug for LocalName<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// Why a local can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LocalError {
    /// It is not alive in the state that the machine is in, or the machine runs.
    NotAlive {
        /// Its name.
        local: &'static str,
        /// The state.
        state: &'static str,
    },
    /// It has another type.
    OtherType {
        /// Its name.
        local: &'static str,
        /// Its type.
        type_name: &'static str,
        /// The type that was asked for.
        asked: &'static str,
    },
    /// It has this type, but where the function stands that type is not known to be both `Debug` and [`Owns`]: it is a type parameter
    /// without these bounds, or lacks the first.
    NotKnown {
        /// Its name.
        local: &'static str,
        /// Its type.
        type_name: &'static str,
    },
    /// It may not be looked at now, as [`Value::Borrowed`], [`Value::Unused`], [`Value::Unproven`] or [`Value::Parted`] say.
    NotNow {
        /// Its name.
        local: &'static str,
        /// What is shown in its place: `<borrowed>`, `<unused>`, `<unproven>`, `<in parts>`.
        shown: &'static str,
    },
}

impl fmt::Display for LocalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LocalError::NotAlive { local, state } => write!(f, "`{local}` is not alive in the state `{state}`"),
            LocalError::OtherType { local, type_name, asked } => {
                write!(f, "`{local}` is of type `{type_name}`, and was read as `{asked}`")
            }
            LocalError::NotKnown { local, type_name } => {
                write!(
                    f,
                    "`{local}` can't be read: where the function stands, `{type_name}` is not known to be `Debug` and `Owns`"
                )
            }
            LocalError::NotNow { local, shown } => write!(f, "`{local}` may not be looked at now: {shown}"),
        }
    }
}

impl core::error::Error for LocalError {}

/// Reads the last local of this name.
pub fn read<'a, T: Owns>(machine: View<'a>, local: &'static str) -> Result<&'a T, LocalError> {
    let mut found = Err(LocalError::NotAlive { local, state: machine.state().name });
    machine.locals(&mut |each| {
        if each.name == local && !each.awaited {
            let shown = match each.value {
                Value::Borrowed => Some("<borrowed>"),
                Value::Unused => Some("<unused>"),
                Value::Unproven => Some("<unproven>"),
                Value::Parted => Some("<in parts>"),
                _ => None,
            };
            let (is, asked) = (each.type_name, type_name::<T>());
            found = match (shown, each.downcast_ref()) {
                (_, Some(value)) => Ok(value),
                (Some(shown), None) => Err(LocalError::NotNow { local, shown }),
                (None, None) if is == asked => Err(LocalError::NotKnown { local, type_name: is }),
                (None, None) => Err(LocalError::OtherType { local, type_name: is, asked }),
            };
        }
    });
    found
}
