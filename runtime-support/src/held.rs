//! The live locals of a suspended machine, as emitted code gives them: [`Held`].
//!
//! A local is shown by a shared reference. That is sound if all that it reaches is there, and no exclusive borrow of it is in use: rustc
//! has accepted the source, so a borrow is in use where a value that holds it is used again, or its lifetime is longer than the machine.
//!
//! 1. What is used again has what it has borrowed, and no borrow of it lasts for longer than the machine can exist, as that use would conflict
//!    with it. A mention alone is none: what stands before it may never end. So the judge, which rustc checks, uses it at the await itself, on a
//!    way where nothing else is used. Where it can't (in a macro, or another local has the name there), or nothing is mentioned again, what
//!    is borrowed may be gone: then it is shown only if its type is known to own all that it reaches ([`Held::last`], [`Held::unproven`]). No
//!    such use is needed of what never was in a statement with another local, nor lent exclusively: it holds what it held at the beginning.
//! 2. What is mentioned only by `&x`, comparisons, format macros, and as what is assigned or changed by an operator, is not borrowed
//!    exclusively. Nor is what is `Copy`, and else mentioned only by value: it is copied ([`Held::by_value`]).
//! 3. Else a borrow is held by a saved local, or the awaited future, that is reached from the local by statements that mention both, through
//!    others perhaps, and through what these were made of, as a borrow that `map.entry(key).or_default()` is given is in the map: the macro
//!    lists them ([`Held::lent`]). None that is `Copy` and `Sync`, or owns all that it reaches, holds an exclusive borrow, and
//!    none that is not mentioned again and has nothing to drop uses it ([`Held::kept`]).
//!
//! What this does not see:
//! - A method that gives its receiver to what an argument was made of, where that was awaited: `let shelf = shelf_of(&cell).await;`, then
//!   `page.register(shelf)`. To see it, each local that is given what was received would have to be `<borrowed>`.
//! - A reference to a cell that is `Sync`, made of an exclusive one: std has none that is stable, as `AtomicU8::from_mut` is not.
//! - The machine reaches its locals by raw pointers, so a `Debug` that is implemented for `'static` alone is found for a type with any lifetime.
use crate::{
    Local,
    inspect::Value,
    part::PartSlot,
    saved::{About, Kinds},
    slot::Slot,
};

/// A live local.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    index: usize,
    place: *const (),
    full: bool,
    parted: bool,
    lent: &'static [usize],
    kept: &'static [usize],
    by_value: bool,
    last: bool,
    unproven: bool,
    kept_of: Option<usize>,
}

impl<T> Slot<T> {
    /// The live local with this number among the saved ones.
    #[inline]
    pub const fn at(&self, index: usize) -> Held {
        self.at_if(index, true)
    }

    /// The same, if it is live.
    #[inline]
    pub const fn at_if(&self, index: usize, live: bool) -> Held {
        Held::new(index, self.place(), live)
    }
}

impl<T, R> PartSlot<'_, T, R> {
    /// As [`Slot::at`]: what is left of it is not shown.
    #[inline]
    pub fn at(self, index: usize) -> Held {
        self.at_if(index, true)
    }

    /// The same, if it is live.
    #[inline]
    pub fn at_if(self, index: usize, live: bool) -> Held {
        let held = self.slot.at_if(index, live);
        if self.gone() == 0 { held } else { held.parted() }
    }
}

impl Held {
    /// The local with this number among the saved ones, at this place, if it is `full`.
    #[inline]
    const fn new(index: usize, place: *const (), full: bool) -> Self {
        Held {
            index,
            place,
            full,
            parted: false,
            lent: &[],
            kept: &[],
            by_value: false,
            last: false,
            unproven: false,
            kept_of: None,
        }
    }

    /// These may have borrowed it, and are used again.
    #[must_use]
    pub const fn lent(self, to: &'static [usize]) -> Self {
        Held { lent: to, ..self }
    }

    /// These may have borrowed it, and are dropped at most.
    #[must_use]
    pub const fn kept(self, by: &'static [usize]) -> Self {
        Held { kept: by, ..self }
    }

    /// It is mentioned by value, and by `&x` at most.
    #[must_use]
    pub const fn by_value(self) -> Self {
        Held { by_value: true, ..self }
    }

    /// It is not mentioned again.
    #[must_use]
    pub const fn last(self) -> Self {
        Held { last: true, ..self }
    }

    /// Whether it is mentioned again, nobody has asked rustc.
    #[must_use]
    pub const fn unproven(self) -> Self {
        Held { unproven: true, ..self }
    }

    /// It is the keeper of the local with this number.
    #[must_use]
    pub const fn of(self, local: usize) -> Self {
        Held { kept_of: Some(local), ..self }
    }

    /// A part of it may be gone.
    const fn parted(self) -> Self {
        Held { parted: true, ..self }
    }

    /// Its number among the saved locals.
    pub(crate) const fn index(&self) -> usize {
        self.index
    }

    /// Where it is.
    pub(crate) const fn place(&self) -> *const () {
        self.place
    }

    /// Whether there is a value.
    pub(crate) const fn is_full(&self) -> bool {
        self.full
    }

    /// What can be shown of it.
    ///
    /// # Safety
    /// It is one of the live locals of a machine, of this kind, that is suspended for as long as `'a`.
    pub(crate) unsafe fn look<'a, S: 'a, K: Kinds<S>>(&self, name: &'static str) -> Option<Local<'a>> {
        let about = K::about(self.index)?;
        let holds = |index: &usize| K::about(*index).is_none_or(|other| other.holds);
        let drops = |index: &usize| K::about(*index).is_none_or(|other| other.holds && other.drops);
        let copied = self.by_value && about.copy;
        let lent = self.lent.iter().any(holds) || self.kept.iter().any(drops);
        let hidden = |value| (value, None);
        let (value, any) = match self.parted && !about.whole {
            true => hidden(Value::Parted),
            false if self.last && !about.owns => hidden(Value::Unused),
            false if lent && !copied => hidden(Value::Borrowed),
            false if self.unproven && !about.owns => hidden(Value::Unproven),
            // SAFETY: full, as it is live, and not borrowed exclusively, by the rules above.
            false => unsafe { (about.value)(self.place) },
        };
        let kept = self.kept_of.and_then(K::about);
        // A keeper has nothing but its tag when its call has moved the local.
        if self.kept_of.is_some() && about.size == 1 && kept.as_ref().is_none_or(|local| local.size > 0) {
            return None;
        }
        let About { type_name, size, .. } = kept.unwrap_or(about);
        Some(Local {
            name,
            type_name,
            size,
            awaited: false,
            value,
            any,
            #[cfg(feature = "children")]
            polls: crate::children::Polls::NONE,
        })
    }
}
