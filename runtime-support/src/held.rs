//! The live locals of a suspended machine, as emitted code gives them: [`Held`].
//!
//! A local is shown by a shared reference, which is sound if nothing else can write to it, or expects to be the only one that reaches it:
//! no exclusive borrow of it may exist. While the machine is suspended, such a borrow exists only if a value that may still be used
//! holds it (rustc accepts the next use of the local else), and that value is saved in the machine, or the borrow ends with a lifetime that is
//! longer than the machine, and then nothing uses the local any more. So:
//!
//! 1. What is mentioned only by `&x`, comparisons, format macros and as what is assigned is not borrowed exclusively.
//! 2. What is `Copy`, and else mentioned only by value, is not borrowed at all: it is copied.
//! 3. Else a borrow is held by a saved local, or the awaited future, that was reached from the local by statements that mention both, through
//!    others perhaps: the macro lists them ([`Held::lent`]). None that is `Copy` or owns all that it reaches holds an exclusive borrow.
//! 4. A borrow for a longer lifetime comes from a `&mut`, or from what is behind a field, an index or a `*`, and the local is not mentioned
//!    again ([`Held::last`], [`Held::through`]).
use crate::{inspect::Value, part::PartSlot, saved::Kinds, slot::Slot};

/// A live local.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    index: usize,
    place: *const (),
    full: bool,
    parted: bool,
    lent: &'static [usize],
    by_value: bool,
    last: bool,
    through: bool,
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
    pub const fn at(self, index: usize) -> Held {
        self.slot.at(index).parted()
    }

    /// The same, if it is live.
    #[inline]
    pub const fn at_if(self, index: usize, live: bool) -> Held {
        self.slot.at_if(index, live).parted()
    }
}

impl Held {
    /// The local with this number among the saved ones, at this place, if it is `full`.
    #[inline]
    const fn new(index: usize, place: *const (), full: bool) -> Self {
        Held { index, place, full, parted: false, lent: &[], by_value: false, last: false, through: false }
    }

    /// These may have borrowed it.
    #[must_use]
    pub const fn lent(self, to: &'static [usize]) -> Self {
        Held { lent: to, ..self }
    }

    /// It is mentioned by value, and by `&x` at most.
    #[must_use]
    pub const fn by_value(self) -> Self {
        Held { by_value: true, ..self }
    }

    /// It is not mentioned again, and may have been borrowed.
    #[must_use]
    pub const fn last(self) -> Self {
        Held { last: true, ..self }
    }

    /// Nor is it mentioned again, and something behind it may have been borrowed.
    #[must_use]
    pub const fn through(self) -> Self {
        Held { through: true, ..self }
    }

    /// A part of it may be gone.
    const fn parted(self) -> Self {
        Held { parted: true, ..self }
    }

    /// Whether there is a value.
    pub(crate) const fn is_full(&self) -> bool {
        self.full
    }

    /// What can be shown of it.
    ///
    /// # Safety
    /// It is one of the live locals of a machine, of this kind, that is suspended for as long as `'a`.
    pub(crate) unsafe fn look<'a, S: 'a, K: Kinds<S>>(&self) -> Option<(&'static str, usize, Value<'a>)> {
        let about = K::about(self.index)?;
        let holds = |index: &usize| K::about(*index).is_none_or(|other| other.holds);
        let copied = self.by_value && about.copy;
        let escaped = (self.last && about.exclusive) || (self.through && !about.copy);
        let value = match self.parted {
            true => Value::Parted,
            false if !copied && (escaped || self.lent.iter().any(holds)) => Value::Borrowed,
            // SAFETY: full, as it is live, and not borrowed exclusively, by the rules above.
            false => unsafe { (about.value)(self.place) },
        };
        Some((about.type_name, about.size, value))
    }
}
