//! Plain data: what emitted code forgets with its last mention, as nothing happens where it is dropped.

/// For code that is never run: the type is `Copy`.
pub const fn copied<T: Copy>() {}

/// Plain data: any type that is `Copy`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is taken for plain data, by the name of the method that makes it",
    label = "not `Copy`",
    note = "say its type where it is bound: `let x: T = ..`"
)]
pub trait Plain: Copy {}

#[diagnostic::do_not_recommend]
impl<T: Copy> Plain for T {}

/// The value, which is plain data as far as its name tells.
#[inline(always)]
pub const fn plain<T: Plain>(value: T) -> T {
    value
}
