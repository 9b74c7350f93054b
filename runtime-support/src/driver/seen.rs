//! A local as it was: [`Seen`].
use alloc::{format, string::String, vec::Vec};
use core::fmt;

use crate::{Local, Value, Visible, tree};

/// A local that was alive, with its value as text: what a [`Local`](crate::Local) shows, kept.
///
/// ```
/// use visible_async::{driver::{Driver, pending_n_times}, visible_async};
///
/// #[visible_async]
/// async fn add(n: u8) -> u8 {
///     pending_n_times(1, 1).await + n
/// }
///
/// let mut driver = Driver::new(add(2));
/// driver.step()?;
/// assert_eq!(driver.locals()[0].to_string(), "n: u8 = 2");
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// Its name in the source.
    pub name: &'static str,
    /// The name of its type.
    pub type_name: &'static str,
    /// Whether it is the future that the machine waited for.
    pub awaited: bool,
    /// Its value, if it could be shown; of a machine, its tree.
    pub value: Option<String>,
    text: String,
}

impl Seen {
    pub(super) fn all(machine: &impl Visible) -> Vec<Seen> {
        let mut all = Vec::new();
        machine.look(&mut |local| {
            let (text, Local { name, type_name, awaited, value, .. }) = (format!("{local}"), local);
            let value = match value {
                Value::Hidden => None,
                Value::Machine(machine) => Some(format!("{machine:#?}")),
                value => {
                    let mut text = String::new();
                    tree::text(value, &mut text).ok().map(|()| text)
                }
            };
            all.push(Seen { name, type_name, awaited, value, text });
        });
        all
    }
}

/// `n: u8 = 2`, as a [`Local`] is written; a tree is moved in, as one of several lines below a line.
impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text.replace('\n', "\n    "))
    }
}
