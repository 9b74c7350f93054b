//! Values that are made of parts of locals which stay in their slots.
use core::{
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Waker},
};

/// A value that is made of parts of locals: `make` writes it, then waits for ever with what is left of them, which stays where it
/// was moved from and is not dropped here.
///
/// # Safety
/// What is left belongs to somebody else.
#[inline(always)]
pub unsafe fn without_rest<T, F: Future<Output = ()>>(make: impl FnOnce(*mut Option<T>) -> F) -> T {
    let mut made = None;
    let mut waiting = mem::ManuallyDrop::new(make(&raw mut made));
    // SAFETY: it is never moved nor dropped from here on.
    let waiting = unsafe { Pin::new_unchecked(&mut *waiting) };
    let _ = waiting.poll(&mut Context::from_waker(Waker::noop()));
    // SAFETY: written by the poll.
    unsafe { made.unwrap_unchecked() }
}

/// What a pattern binds of the value at a place, which may be a reference as far as the macro can see: then the names are references
/// too. What the pattern leaves of the value stays in its slot.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts {
    ($place:expr, $whole:ident => $part:expr, $pat:pat => $names:expr) => {
        $crate::__private::without_rest(|made: *mut _| async move {
            let $whole = $place.read();
            let names = match $part {
                $pat => $names,
                _ => $crate::__private::unreachable_unchecked(),
            };
            made.write(::core::option::Option::Some(names));
            $crate::__private::pending::<()>().await
        })
    };
}
