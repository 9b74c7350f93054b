//! Values whose `Debug` fails or panics: what stands around them is told nevertheless.
use core::fmt::{self, Write};

/// Writes something of the user's; if that does not succeed, tells what is to stand in its place.
///
/// # Errors
/// What it is written to fails.
pub fn attempt<T>(
    f: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> Result<T, fmt::Error>,
) -> Result<Result<T, &'static str>, fmt::Error> {
    let mut noted = Noted { inner: f, failed: false };
    match caught(|| write(&mut noted)) {
        Some(Ok(value)) => Ok(Ok(value)),
        _ if noted.failed => Err(fmt::Error),
        Some(Err(fmt::Error)) => Ok(Err("<its Debug failed>")),
        None => Ok(Err("<its Debug panicked>")),
    }
}

/// None if it panics.
#[cfg(feature = "std")]
fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    std::panic::catch_unwind(core::panic::AssertUnwindSafe(run)).ok()
}

#[cfg(not(feature = "std"))]
fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    Some(run())
}

/// Notes whether what it writes to fails.
struct Noted<'a> {
    inner: &'a mut dyn Write,
    failed: bool,
}

impl Write for Noted<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.inner.write_str(text).inspect_err(|_| self.failed = true)
    }
}
