//! What a machine is made of: for [`SizeReport`] and [`SendReport`].
use core::{any::type_name, marker::PhantomData};

use crate::{
    Description, StateInfo, StateKind, auto,
    machine::{Machine, State, Step, Stepped, rested},
    saved::{About, Kinds, Visit},
};

mod send;
mod size;

pub use send::{SendReport, SendRow};
pub use size::{SizeReport, SizeRow};

/// What a machine is made of, without its type.
#[derive(Clone, Copy, Debug)]
pub struct Inside {
    description: &'static Description,
    size: usize,
    rustc: Option<usize>,
    auto: Auto,
    field: fn(tag: u8, at: usize) -> Option<Field>,
}

impl Inside {
    /// Of a machine of which no more is known than its type, and its size in bytes.
    pub(crate) fn unknown<T: ?Sized>(description: &'static Description, size: usize) -> Self {
        Inside { description, size, rustc: None, auto: Auto::of::<T>(), field: |_, _| None }
    }

    /// Of rustc's own machine.
    pub(crate) fn opaque<F>(description: &'static Description) -> Self {
        let field = |tag, at| (tag == 0 && at == 0).then(|| Facts { offset: 0 }.see::<F>());
        Inside { description, size: size_of::<F>(), rustc: Some(size_of::<F>()), auto: Auto::of::<F>(), field }
    }

    /// Of this machine.
    pub(crate) fn of<P: Step<Kinds: Kinds<<P::State as State>::Saved>>>() -> Self {
        Inside {
            description: P::State::DESCRIPTION,
            size: size_of::<Machine<P>>(),
            rustc: P::Kinds::RUSTC,
            auto: Auto::of::<Machine<P>>(),
            field: field::<P>,
        }
    }

    /// The states in which the machine can rest.
    fn states(self) -> impl Iterator<Item = StateInfo> {
        let rests = |state: &StateInfo| matches!(state.kind, StateKind::Start | StateKind::Suspended | StateKind::Opaque);
        self.description.states().filter(rests)
    }

    /// The live locals of a state, in the order of declaration.
    fn live(self, state: StateInfo) -> impl Iterator<Item = Live> {
        (0..).map_while(move |at| {
            let field = (self.field)(state.index, at)?;
            Some(Live { state, local: state.locals.get(at).copied().unwrap_or("all of it"), field })
        })
    }
}

/// A local that is alive in a state.
#[derive(Clone, Copy, Debug)]
struct Live {
    state: StateInfo,
    local: &'static str,
    field: Field,
}

/// Where a local is, and what is known of its type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    type_name: &'static str,
    offset: usize,
    bytes: usize,
    auto: Auto,
}

/// Asks whether a type is `Send` and `Sync`.
#[derive(Clone, Copy, Debug)]
struct Auto {
    is_send: fn() -> bool,
    is_sync: fn() -> bool,
}

impl Auto {
    fn of<T: ?Sized>() -> Self {
        Auto { is_send: auto::is_send::<T>, is_sync: auto::is_sync::<T> }
    }
}

/// Finds out about the type of a local.
struct Facts {
    offset: usize,
}

impl Visit for Facts {
    type Seen = Field;

    fn see<T>(self) -> Field {
        Field { type_name: type_name::<T>(), offset: self.offset, bytes: size_of::<T>(), auto: Auto::of::<T>() }
    }
}

/// The live local after so many others in the state with this tag.
fn field<P: Step<Kinds: Kinds<<P::State as State>::Saved>>>(tag: u8, at: usize) -> Option<Field> {
    let mut found = None;
    rested::<P::State>(tag, &mut |state, held| {
        found = held.get(at).and_then(|held| {
            let offset = Machine::<P>::STATE + (held.place().addr() - state.addr());
            P::Kinds::visit(held.index(), Facts { offset })
        });
    });
    found
}

/// The type of rustc's own machine for the same body: for code that never runs.
#[derive(Debug)]
pub struct Own<F>(PhantomData<fn() -> F>);

impl<F> Own<F> {
    /// Of whatever.
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Own(PhantomData)
    }

    /// Of this one.
    #[cold]
    pub fn is(&self, _: &F) {}
}

impl<F> Default for Own<F> {
    fn default() -> Self {
        Self::new()
    }
}

/// What can be shown of the saved locals, with the type of rustc's own machine.
pub struct With<F, K>(PhantomData<fn() -> (F, K)>);

impl<S, F, K: Kinds<S>> Kinds<S> for With<F, K> {
    const LEN: usize = K::LEN;
    const RUSTC: Option<usize> = Some(size_of::<F>());

    fn visit<V: Visit>(index: usize, visitor: V) -> Option<V::Seen> {
        K::visit(index, visitor)
    }

    fn about<'a>(index: usize) -> Option<About<'a>>
    where
        S: 'a,
    {
        K::about(index)
    }
}

/// As [`Machine::new`], with the type of rustc's own machine.
#[inline(always)]
pub const fn beside<F, S, T, K, P>(_own: Own<F>, state: S, step: P) -> Machine<P>
where
    P: Fn(*mut (), &mut core::task::Context<'_>) -> Stepped<S, T, With<F, K>> + Step<State = S>,
{
    Machine::new(state, step)
}

/// As [`shown`](crate::machine::shown), for [`beside`].
#[cold]
pub fn shown_beside<S, T, F, K>(_state: *mut S, _kinds: K) -> Stepped<S, T, With<F, K>> {
    unreachable!()
}
