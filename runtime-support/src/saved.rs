//! The types of all saved locals of a machine, as a tuple, and what can be shown of each.
use core::{any::type_name, marker::PhantomData};

use crate::{
    inspect::{Value, Whole},
    kinds::{Kind, Typed},
};

/// The types of the saved locals.
pub trait Saved {
    /// The same, to be asked what their [`Kind`] is.
    type Types;
    /// For code that is never run.
    fn types() -> Self::Types;
}

/// What is known of one of them.
pub struct About<'a> {
    /// The name of the type.
    pub type_name: &'static str,
    /// Its size in bytes.
    pub size: usize,
    /// As in [`Kind::COPY`].
    pub copy: bool,
    /// As in [`Kind::OWNS`].
    pub owns: bool,
    /// As in [`Kind::WHOLE`].
    pub whole: bool,
    /// As in [`Kind::holds`].
    pub holds: bool,
    /// Something happens where it is dropped.
    pub drops: bool,
    /// Shows the one that is at this place.
    pub value: unsafe fn(*const ()) -> (Value<'a>, Option<Whole<'a>>),
}

impl<'a> About<'a> {
    fn of<T: 'a, K: Kind<T>>() -> Self {
        About {
            type_name: type_name::<T>(),
            size: size_of::<T>(),
            copy: K::COPY,
            owns: K::OWNS,
            whole: K::WHOLE,
            holds: K::holds(),
            drops: core::mem::needs_drop::<T>(),
            value: value::<T, K>,
        }
    }
}

/// Shows the value at a place.
///
/// # Safety
/// It is there for as long as `'a`, and nobody changes it.
unsafe fn value<'a, T: 'a, K: Kind<T>>(place: *const ()) -> (Value<'a>, Option<Whole<'a>>) {
    // SAFETY: the caller's.
    let value = unsafe { &*place.cast::<T>() };
    (K::value(value), K::whole(value))
}

/// Sees a type.
pub trait Visit {
    /// What it has seen.
    type Seen;
    /// It is this one.
    fn see<T>(self) -> Self::Seen;
}

/// What can be shown of each of them: a tuple of kinds.
pub trait Kinds<S> {
    /// How many there are.
    const LEN: usize;
    /// How large rustc's own machine would be, where that was asked for.
    const RUSTC: Option<usize> = None;
    /// Has the type of the one with this number seen.
    fn visit<V: Visit>(index: usize, visitor: V) -> Option<V::Seen>;
    /// What is known of the one with this number.
    fn about<'a>(index: usize) -> Option<About<'a>>
    where
        S: 'a;
}

/// More than twelve: a tuple of tuples.
pub struct Many<T>(PhantomData<T>);

/// For code that is never run.
pub const fn many<T: Copy>(_: T) -> Many<T> {
    Many(PhantomData)
}

impl<T> Clone for Many<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Many<T> {}

macro_rules! tuples {
    ($([$($saved:ident $kind:ident $at:literal),*])*) => { $(
        impl<$($saved),*> Saved for ($($saved,)*) {
            type Types = ($(Typed<$saved>,)*);

            #[allow(clippy::unused_unit, reason = "of none, it is a tuple too")]
            fn types() -> Self::Types {
                ($(Typed::<$saved>::NEW,)*)
            }
        }

        impl<$($saved, $kind: Kind<$saved>),*> Kinds<($($saved,)*)> for ($($kind,)*) {
            const LEN: usize = 0 $(+ { let _: Option<$saved> = None; 1 })*;

            fn visit<V: Visit>(index: usize, _visitor: V) -> Option<V::Seen> {
                match index {
                    $($at => Some(_visitor.see::<$saved>()),)*
                    _ => None,
                }
            }

            fn about<'a>(index: usize) -> Option<About<'a>>
            where
                ($($saved,)*): 'a,
            {
                match index {
                    $($at => Some(About::of::<$saved, $kind>()),)*
                    _ => None,
                }
            }
        }

        impl<$($saved: Saved),*> Saved for Many<($($saved,)*)> {
            type Types = ($($saved::Types,)*);

            #[allow(clippy::unused_unit, reason = "as above")]
            fn types() -> Self::Types {
                ($($saved::types(),)*)
            }
        }

        impl<$($saved, $kind: Kinds<$saved>),*> Kinds<Many<($($saved,)*)>> for Many<($($kind,)*)> {
            const LEN: usize = 0 $(+ $kind::LEN)*;

            fn visit<V: Visit>(index: usize, _visitor: V) -> Option<V::Seen> {
                let _rest = index;
                $(
                    if _rest < <$kind as Kinds<$saved>>::LEN {
                        return <$kind as Kinds<$saved>>::visit(_rest, _visitor);
                    }
                    let _rest = _rest - <$kind as Kinds<$saved>>::LEN;
                )*
                None
            }

            fn about<'a>(index: usize) -> Option<About<'a>>
            where
                Many<($($saved,)*)>: 'a,
            {
                let _rest = index;
                $(
                    if _rest < <$kind as Kinds<$saved>>::LEN {
                        return <$kind as Kinds<$saved>>::about(_rest);
                    }
                    let _rest = _rest - <$kind as Kinds<$saved>>::LEN;
                )*
                None
            }
        }
    )* };
}

tuples! {
    []
    [A KA 0]
    [A KA 0, B KB 1]
    [A KA 0, B KB 1, C KC 2]
    [A KA 0, B KB 1, C KC 2, D KD 3]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5, G KG 6]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5, G KG 6, H KH 7]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5, G KG 6, H KH 7, I KI 8]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5, G KG 6, H KH 7, I KI 8, J KJ 9]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5, G KG 6, H KH 7, I KI 8, J KJ 9, L KL 10]
    [A KA 0, B KB 1, C KC 2, D KD 3, E KE 4, F KF 5, G KG 6, H KH 7, I KI 8, J KJ 9, L KL 10, M KM 11]
}
