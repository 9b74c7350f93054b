//! Plain data: what emitted code forgets with its last mention, as nothing happens where it is dropped.

/// For code that is never run: the type is `Copy`.
pub const fn copied<T: Copy>() {}

/// Plain data that borrows nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken for plain data, by the name of the method that makes it",
    label = "no number, `bool` or `char`",
    note = "say its type where it is bound: `let x: T = ..`"
)]
pub trait Plain: Copy {}

macro_rules! plain {
    ($($ty:ty)*) => { $(#[diagnostic::do_not_recommend] impl Plain for $ty {})* };
}

plain! { bool char u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }

/// The value, which has nothing to drop as far as its name tells, or that of the method that makes it.
///
/// ```
/// assert_eq!(visible_async::__private::owns_nothing("text".len()), 4);
/// ```
///
/// ```compile_fail,E0080
/// visible_async::__private::owns_nothing(String::new());
/// ```
#[inline(always)]
pub const fn owns_nothing<T>(value: T) -> T {
    const {
        assert!(
            !core::mem::needs_drop::<T>(),
            "this is taken for a value that has nothing to drop: give it a name, in a `let` of its own"
        );
    }
    value
}

/// Whether what is at this place has something to drop: then it is not `Copy`.
///
/// ```
/// use visible_async::__private::has_to_drop;
/// assert!(has_to_drop(&raw const *Box::new(String::new())) && !has_to_drop(&raw const *Box::new(3)));
/// ```
#[inline(always)]
pub const fn has_to_drop<T>(_: *const T) -> bool {
    core::mem::needs_drop::<T>()
}

/// The value of a constant, lent: rustc has made a static of it, or says that it does not live long enough.
///
/// As its type is that of what it is given, what is expected of the one is expected of the other: it may be coerced.
#[inline(always)]
pub const fn promoted<T: ?Sized>(constant: &'static T) -> &'static T {
    constant
}

/// The value, which is plain data as far as its name tells.
#[inline(always)]
pub const fn plain<T: Plain>(value: T) -> T {
    value
}

/// A shared reference.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken for a reference, by the name of the method that makes it",
    label = "no `&str`",
    note = "say its type where it is bound: `let x: T = ..`"
)]
pub trait Lent: Copy {}

#[diagnostic::do_not_recommend]
impl<T: ?Sized> Lent for &T {}

/// The value, which is text as far as the name of the method tells that makes it.
#[inline(always)]
pub const fn lent_text<T: Lent>(value: T) -> T {
    value
}
