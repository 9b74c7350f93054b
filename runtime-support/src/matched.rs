//! Whether a pattern that binds all parts of a local by value moves it.
//!
//! It does, or there is nothing to drop, unless the type implements `Drop` itself: then all that is bound is `Copy`, and the local
//! stays. The macro takes it for moved, and lets rustc check that.
use core::marker::PhantomData;

/// The type of a local that is matched.
#[derive(Debug)]
pub struct Matched<T>(PhantomData<fn() -> T>);

/// The pattern moves the local.
#[derive(Debug)]
pub struct Moved;

/// The pattern only copies from the local, whose type implements `Drop`: match a reference to it, `&x`.
#[derive(Debug)]
pub struct OnlyCopiedFromADropType;

impl<T> Matched<T> {
    /// Of the local at this place.
    pub const fn at(_: *const T) -> Self {
        Matched(PhantomData)
    }
}

#[expect(drop_bounds, reason = "whether the type itself implements it is the question")]
impl<T: Drop> Matched<T> {
    /// Comes before the method of the trait where both are there.
    pub const fn outcome(&self) -> OnlyCopiedFromADropType {
        OnlyCopiedFromADropType
    }
}

/// What holds for all other types.
pub trait Outcome {
    /// The pattern moves the local.
    fn outcome(&self) -> Moved {
        Moved
    }
}

impl<T> Outcome for Matched<T> {}

/// A value of the type of the local at this place.
pub fn matched_at<T>(_: *const T) -> T {
    unreachable!("only its type is asked for")
}

/// Whether what a pattern binds has something to drop: only the type of what the closure gives is looked at.
#[inline(always)]
pub const fn drops<U, F: FnOnce() -> U + Copy>(_: F) -> bool {
    core::mem::needs_drop::<U>()
}

/// An error if the type of a part of the local at this place implements `Drop`, or that of all of it. Code that is typed, but can't be reached.
/// `value` stands where the user mentions the local: a pattern that does not fit is the same error as in the judge.
#[doc(hidden)]
#[macro_export]
macro_rules! __moved_by_pattern {
    ($value:tt = $place:expr, $pat:pat => $part:ident) => {
        if false {
            loop {}
            use $crate::__private::Outcome as _;
            let $value = $crate::__private::matched_at($place);
            match $value {
                $pat => {
                    let $crate::__private::Moved = $crate::__private::Matched::at(&raw const $part).outcome();
                }
                _ => {}
            }
        }
    };
}

/// The item of a `for` whose pattern leaves something of it. By the way in which its iterator is made, the item is taken for a reference
/// or for data that nothing happens to at the end; else it does not compile.
///
/// ```
/// let list = [(1, 'a')];
/// let mut items = list.iter();
/// assert_eq!(visible_async::__private::lent(items.next()), Some(&(1, 'a')));
/// ```
///
/// ```compile_fail,E0080
/// visible_async::__private::lent(Some(String::new()));
/// ```
#[inline(always)]
pub fn lent<T>(item: Option<T>) -> Option<T> {
    const {
        assert!(
            !core::mem::needs_drop::<T>(),
            "the pattern of a `for` leaves something of an item that has to be dropped: give it a name, `for P {{ a, b: _b }} in ..`",
        );
    };
    item
}

/// An error if the local at this place is no box, which alone can be moved out of where it can't be lent. Code that is typed, but can't be
/// reached.
#[doc(hidden)]
#[macro_export]
macro_rules! __is_box {
    ($place:expr) => {
        if false {
            loop {}
            let _moved = *$crate::__private::ByValue::new($crate::__private::matched_at($place)).value;
        }
    };
}
