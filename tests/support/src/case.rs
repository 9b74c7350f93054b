//! A case of the corpus: one `async fn` with its arguments, as one copy of the corpus file compiled it.
use crate::scenario::{Plan, Record, run};
use std::fmt::Debug;
use std::future::Future;
use std::marker::PhantomData;
use visible_async::VisibleFuture;

/// One copy of one case.
pub struct Case {
    pub name: &'static str,
    /// `size_of_val` of the future, in bytes.
    pub size: usize,
    /// The auto traits that the future has.
    pub traits: Vec<&'static str>,
    run: Box<dyn Fn(&Plan) -> Record>,
}

impl Case {
    /// `make` calls the function under test; `state_of` tells the state of its future.
    pub fn new<F>(
        name: &'static str,
        traits: Vec<&'static str>,
        make: impl Fn() -> F + 'static,
        state_of: fn(&F) -> Option<u32>,
    ) -> Self
    where
        F: Future<Output: Debug> + 'static,
    {
        let run = Box::new(move |plan: &Plan| run(plan, &make, state_of));
        Self { name, size: size_of::<F>(), traits, run }
    }

    /// Runs the case once.
    #[must_use]
    pub fn run(&self, plan: &Plan) -> Record {
        (self.run)(plan)
    }
}

/// Tells the auto traits of a type that has no name: the inherent methods win where their bounds hold, else the trait's.
pub struct Probe<F>(PhantomData<F>);

impl<F> Probe<F> {
    pub fn of(_make: &impl Fn() -> F) -> Self {
        Self(PhantomData)
    }
}

impl<F: Send> Probe<F> {
    #[must_use]
    pub fn send(&self) -> Option<&'static str> {
        Some("Send")
    }
}

impl<F: Sync> Probe<F> {
    #[must_use]
    pub fn sync(&self) -> Option<&'static str> {
        Some("Sync")
    }
}

impl<F: Unpin> Probe<F> {
    #[must_use]
    pub fn unpin(&self) -> Option<&'static str> {
        Some("Unpin")
    }
}

impl<F: VisibleFuture> Probe<F> {
    /// Tells the state of a machine of ours.
    #[must_use]
    pub fn state(&self) -> Option<fn(&F) -> Option<u32>> {
        Some(crate::state::of_visible)
    }
}

pub trait Absent<F> {
    fn state(&self) -> Option<fn(&F) -> Option<u32>> {
        None
    }
    fn send(&self) -> Option<&'static str> {
        None
    }
    fn sync(&self) -> Option<&'static str> {
        None
    }
    fn unpin(&self) -> Option<&'static str> {
        None
    }
}

impl<F> Absent<F> for Probe<F> {}

/// Lists the cases of a corpus file: `cases! { name(arguments); Type::other(arguments); }`. Every case is a call of a
/// function under the attribute.
#[macro_export]
macro_rules! cases {
    ($($name:ident $(:: $rest:ident)* ($($argument:expr),* $(,)?);)*) => {
        pub fn cases() -> Vec<$crate::case::Case> {
            // An imported trait's methods are not used where all futures have the auto traits.
            #[allow(unused_imports)]
            use $crate::case::Absent as _;
            let mut list = Vec::new();
            $(
                let make = || $name $(:: $rest)* ($($argument),*);
                let probe = $crate::case::Probe::of(&make);
                let traits = [probe.send(), probe.sync(), probe.unpin()].into_iter().flatten().collect();
                let state = probe.state().unwrap_or(state_of);
                list.push($crate::case::Case::new(
                    concat!(stringify!($name), $("::", stringify!($rest),)* "(", stringify!($($argument),*), ")"),
                    traits,
                    make,
                    state,
                ));
            )*
            list
        }
    };
}
