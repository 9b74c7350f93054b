//! Which states a machine goes through in one poll. The driver wants to know; without the feature `driver` the hooks of this file are
//! empty.
//!
//! [`enter`] puts a machine that is polled on a stack of this thread, for as long as it runs. Its step sets the tag before it polls what it
//! awaits, so [`reached`] reads there where it is. In a leaf future with several suspension points it is the first until [`point`] or [`begun`]
//! tells which; so what `reached` says holds only once something else is said.
#[cfg(not(feature = "driver"))]
pub use off::{begun, enter, point, reached};
#[cfg(feature = "driver")]
pub(crate) use on::{Moved, Sink, listen, listen_everywhere, record, unlisten};
#[cfg(feature = "driver")]
pub use on::{begun, enter, point, reached};

#[cfg(not(feature = "driver"))]
mod off {
    use crate::Description;

    pub struct Entered;

    // It costs nothing.
    const _: () = assert!(size_of::<Entered>() == 0 && !core::mem::needs_drop::<Entered>());

    #[inline(always)]
    pub const fn enter<S>(_state: *mut S, _description: &'static Description) -> Entered {
        Entered
    }

    #[inline(always)]
    pub const fn reached() {}

    #[inline(always)]
    pub const fn point(_tag: u8) {}

    #[inline(always)]
    pub const fn begun(_tag: u8) {}
}

#[cfg(feature = "driver")]
mod on {
    use alloc::{
        sync::{Arc, Weak},
        vec::Vec,
    };
    use core::{
        cell::RefCell,
        mem,
        sync::atomic::{AtomicUsize, Ordering},
    };
    use std::{
        sync::{Mutex, PoisonError},
        thread_local,
    };

    use crate::Description;

    /// A machine went from a state to another.
    #[derive(Clone, Copy)]
    pub struct Moved {
        /// How many machines that are traced poll this one.
        pub depth: usize,
        pub description: &'static Description,
        pub from: u8,
        pub to: u8,
    }

    /// What is told of all machines.
    pub trait Sink: Send + Sync {
        fn moved(&self, moved: Moved);
    }

    /// What the step of a machine has said last.
    #[derive(Clone, Copy)]
    enum Said {
        /// It has just begun.
        Nothing,
        /// It is where it was before.
        Resumed,
        /// It has come to this state, or to another of the same leaf future.
        Reached(u8),
        /// It is where the frame says.
        There,
    }

    /// A machine that runs.
    struct Frame {
        tag: *const u8,
        description: &'static Description,
        at: u8,
        said: Said,
    }

    impl Frame {
        /// The tag, now.
        fn tag(&self) -> u8 {
            // SAFETY: `Entered` takes the frame off the stack before `Machine::poll` returns, which has the state, at this address, until
            // then; its first byte is the tag. Nothing writes it while this reads.
            unsafe { *self.tag }
        }

        /// Whether it has ended.
        const fn ended(&self) -> bool {
            self.at >= self.description.len()
        }
    }

    #[derive(Default)]
    struct Trace {
        frames: Vec<Frame>,
        /// With the number of frames where it began.
        records: Vec<(usize, Vec<Moved>)>,
        sinks: Vec<Weak<dyn Sink>>,
    }

    thread_local! {
        static TRACE: RefCell<Trace> = RefCell::new(Trace::default());
    }

    /// Who listens to all threads.
    static EVERYWHERE: Mutex<Vec<Weak<dyn Sink>>> = Mutex::new(Vec::new());
    static HOW_MANY: AtomicUsize = AtomicUsize::new(0);

    fn with<R>(act: impl FnOnce(&mut Trace) -> R) -> Option<R> {
        TRACE.try_with(|trace| trace.try_borrow_mut().ok().map(|mut trace| act(&mut trace))).ok().flatten()
    }

    fn everywhere(act: impl FnOnce(&mut Vec<Weak<dyn Sink>>)) {
        let mut sinks = EVERYWHERE.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut sinks);
        HOW_MANY.store(sinks.len(), Ordering::Relaxed);
    }

    fn tell(sinks: &mut Vec<Weak<dyn Sink>>, moved: Moved) {
        sinks.retain(|sink| sink.upgrade().map(|sink| sink.moved(moved)).is_some());
    }

    impl Trace {
        fn heard(&self) -> bool {
            !self.records.is_empty() || !self.sinks.is_empty() || HOW_MANY.load(Ordering::Relaxed) > 0
        }

        /// The machine on top goes to a state.
        fn go(&mut self, to: u8) {
            let depth = self.frames.len().saturating_sub(1);
            let Some(frame) = self.frames.last_mut() else { return };
            let moved = Moved { depth, description: frame.description, from: mem::replace(&mut frame.at, to), to };
            for (base, moves) in self.records.iter_mut().filter(|(base, _)| *base <= depth) {
                moves.push(Moved { depth: depth - *base, ..moved });
            }
            tell(&mut self.sinks, moved);
            if HOW_MANY.load(Ordering::Relaxed) > 0 {
                everywhere(|sinks| tell(sinks, moved));
            }
        }

        /// What the machine on top has said last holds.
        fn settle(&mut self) {
            let Some(frame) = self.frames.last_mut() else { return };
            if let Said::Reached(to) = mem::replace(&mut frame.said, Said::There) {
                self.go(to);
            }
        }
    }

    /// A machine runs while this lives.
    pub struct Entered(bool);

    /// The machine whose state is there runs.
    #[inline]
    pub fn enter<S>(state: *mut S, description: &'static Description) -> Entered {
        let tag = state.cast_const().cast::<u8>();
        let entered = with(|trace| {
            // Where another is there, it is always on top of that: so the top is the one that runs.
            if trace.heard() || !trace.frames.is_empty() {
                trace.settle();
                let mut frame = Frame { tag, description, at: 0, said: Said::Nothing };
                frame.at = frame.tag();
                trace.frames.push(frame);
                return true;
            }
            false
        });
        Entered(entered == Some(true))
    }

    impl Drop for Entered {
        #[inline]
        fn drop(&mut self) {
            if self.0 {
                with(leave);
            }
        }
    }

    /// The machine on top rests or has ended. Its tag tells where: a macro in a leaf future may have set it last.
    fn leave(trace: &mut Trace) {
        let Some(frame) = trace.frames.last() else { return };
        let (tag, ended) = (frame.tag(), frame.ended());
        if tag >= frame.description.len() {
            trace.settle();
        }
        if !ended && trace.frames.last().is_some_and(|frame| frame.at != tag || matches!(frame.said, Said::Reached(_))) {
            trace.go(tag);
        }
        trace.frames.pop();
    }

    /// A machine polls what it awaits, in this slot.
    #[inline]
    pub fn reached() {
        with(|trace| {
            let Some(frame) = trace.frames.last_mut() else { return };
            let tag = frame.tag();
            if matches!(frame.said, Said::Nothing) && frame.at == tag {
                frame.said = Said::Resumed;
                return;
            }
            trace.settle();
            if let Some(frame) = trace.frames.last_mut() {
                frame.said = Said::Reached(tag);
            }
        });
    }

    /// The leaf future of a machine polls one of its suspension points.
    #[inline]
    pub fn point(tag: u8) {
        with(|trace| {
            let Some(frame) = trace.frames.last_mut() else { return };
            let said = mem::replace(&mut frame.said, Said::There);
            if !matches!(said, Said::Resumed) || frame.at != tag {
                trace.go(tag);
            }
        });
    }

    /// The leaf future of a machine comes to a macro that waits.
    #[inline]
    pub fn begun(tag: u8) {
        with(|trace| {
            if let Some(frame) = trace.frames.last_mut() {
                frame.said = Said::There;
                trace.go(tag);
            }
        });
    }

    /// Runs this, and tells how the machines moved that it polled.
    pub fn record<R>(run: impl FnOnce() -> R) -> (R, Vec<Moved>) {
        struct End;
        impl Drop for End {
            fn drop(&mut self) {
                with(|trace| trace.records.pop());
            }
        }
        with(|trace| trace.records.push((trace.frames.len(), Vec::new())));
        let end = End;
        let value = run();
        let moves = with(|trace| trace.records.last_mut().map(|(_, moves)| mem::take(moves))).flatten();
        drop(end);
        (value, moves.unwrap_or_default())
    }

    /// Tells of all machines of this thread for as long as the sink lives.
    pub fn listen(sink: &Arc<dyn Sink>) {
        with(|trace| trace.sinks.push(Arc::downgrade(sink)));
    }

    /// Tells of all machines of the process for as long as the sink lives.
    pub fn listen_everywhere(sink: &Arc<dyn Sink>) {
        everywhere(|sinks| sinks.push(Arc::downgrade(sink)));
    }

    /// Tells this sink nothing more; on another thread than that of its `listen` once it is gone.
    pub fn unlisten(sink: &Arc<dyn Sink>) {
        let other = |listed: &Weak<dyn Sink>| !core::ptr::addr_eq(listed.as_ptr(), Arc::as_ptr(sink));
        with(|trace| trace.sinks.retain(other));
        everywhere(|sinks| sinks.retain(other));
    }
}
