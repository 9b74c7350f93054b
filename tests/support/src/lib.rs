//! The differential harness. A corpus file is compiled twice, as rustc's own `async fn` and under `#[visible_async]`, and
//! both copies go through the same scenarios; what they log has to be equal, line by line.
//!
//! - [`log`]: the event log of this thread, and panic injection at an event's number
//! - [`leaf`]: futures that are pending a set number of times
//! - [`values`]: the droppable values, guards, errors and iterators that the corpus is made of
//! - [`scenario`]: one run of one future: polls, cancellation, panics
//! - [`case`]: the cases of a corpus file, and what is known of each copy
//! - [`compare`]: all scenarios of a case, plain against visible
#![allow(missing_docs, reason = "a test's helper: the modules say what they are for")]
pub mod case;
pub mod compare;
pub mod leaf;
pub mod log;
pub mod scenario;
pub mod state;
pub mod values;

pub use visible_async;
pub use visible_async_test_attributes as attributes;

/// What a corpus file sees.
pub mod prelude {
    pub use crate::cases;
    pub use crate::compared;
    pub use crate::guarded;
    pub use crate::jumps;
    pub use crate::leaf::{Leaf, fail, leaf, load, ready, tick};
    pub use crate::log::{ev, event};
    pub use crate::noted;
    pub use crate::values::{AppError, Eats, Guard, GuardMut, Guarded, Log, Pair, ReadError, Steps, log, pair, steps};
    pub use crate::watched;
}

/// Several corpus files in one test target; not all, as rustc would need gigabytes for it.
#[macro_export]
macro_rules! corpus {
    ($($name:ident: $file:literal;)*) => {
        $(mod $name {
            $crate::differential!($file);
        })*
    };
}

/// Compiles the corpus file twice and compares the copies. The path is relative to the calling file.
#[macro_export]
macro_rules! differential {
    ($file:literal) => {
        #[allow(unused_variables, unused_assignments, unreachable_code, clippy::all, reason = "odd code is the point")]
        mod plain {
            use $crate::attributes::plain as visible_async;
            use $crate::state::of_plain as state_of;
            include!($file);
        }
        #[allow(unused_variables, unused_assignments, unreachable_code, clippy::all, reason = "odd code is the point")]
        mod visible {
            use $crate::attributes::visible as visible_async;
            use $crate::state::unseen as state_of;
            // Tells cargo that this copy depends on it.
            const _: Option<&str> = option_env!("VISIBLE_ASYNC_SKIP");
            include!($file);
        }

        #[test]
        fn same_behaviour() {
            $crate::compare::behaviour(&plain::cases(), &visible::cases());
        }

        #[test]
        fn same_states() {
            $crate::compare::states(&plain::cases(), &visible::cases());
        }

        #[test]
        fn same_panic_locations() {
            $crate::compare::panic_locations(&plain::cases(), &visible::cases());
        }

        #[test]
        fn no_larger_by_more_than_a_word() {
            $crate::compare::sizes(&plain::cases(), &visible::cases());
        }

        #[test]
        fn auto_traits_kept() {
            $crate::compare::auto_traits(&plain::cases(), &visible::cases());
        }
    };
}
