//! The receiver of a method that, by its name, takes `self` by value: [`ByValue`].

/// A value that can be moved out but not lent.
///
/// The macro has no types, so it reads off a method's name whether `x.m()` moves `x`. Emitted code calls `m` on the field of this
/// struct. It is packed: rustc moves out of the field, but refuses a reference to it (E0793). So a method that only borrows, whose
/// receiver would be dropped too early, does not compile. Then write `(&x).m()`, or `(&mut x).m()`.
#[repr(Rust, packed)]
pub struct ByValue<T> {
    /// The receiver.
    pub value: T,
}

impl<T> ByValue<T> {
    /// Of a value that was moved out of its slot.
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        // References to such fields are aligned, so rustc would lend them.
        const {
            let checked = core::mem::align_of::<T>() > 1 || !core::mem::needs_drop::<T>();
            assert!(
                checked,
                "does this method move its receiver? write `{{ x }}.method()` if it does, `(&x).method()` if it borrows"
            );
        }
        ByValue { value }
    }
}

/// The receiver of a method that takes a `Pin` by value: its drop is nothing that anybody notices.
#[inline(always)]
pub const fn pinned<P>(pin: core::pin::Pin<P>) -> core::pin::Pin<P> {
    pin
}
