//! Types that own all that they reach: they hold no borrow of another local.

/// A type that owns all that it reaches: numbers, `String`, `Vec` and `Option` of such, ..
///
/// A local of such a type is shown to the end of its scope, and can be read by its name: see
/// [`VisibleFuture::local`](crate::VisibleFuture::local). `#[derive(Owns)]` is for types of your own; each field must be `Owns`.
///
/// ```
/// use visible_async::{Owns, VisibleFuture, visible_async};
///
/// #[derive(Debug, PartialEq, Owns)]
/// struct Page {
///     words: [u16; 2],
/// }
///
/// #[visible_async(enum = StoreState)]
/// async fn store(page: Page) -> usize {
///     std::future::ready(()).await;
///     page.words.len()
/// }
///
/// let machine = store(Page { words: [1, 2] });
/// assert_eq!(machine.local(StoreState::page), Ok(&Page { words: [1, 2] }));
/// ```
///
/// # Safety
/// No lifetime stands in the type but inside the declarations of its parts, and nothing that a value of it reaches is borrowed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known to own all that it reaches",
    note = "a type of your own can say so by `#[derive(visible_async::Owns)]`"
)]
pub unsafe trait Owns: 'static {}

// SAFETY, of all below: each is a number, or owns its memory, and what is in it owns what it reaches.
macro_rules! owns {
    ($($(#[$cfg:meta])* $ty:ty),* $(,)?) => { $($(#[$cfg])* unsafe impl Owns for $ty {})* };
}

macro_rules! owns_what_is_in_it {
    ($($(#[$cfg:meta])* [$($param:ident),*] $ty:ty;)*) => { $($(#[$cfg])* unsafe impl<$($param: Owns),*> Owns for $ty {})* };
}

owns! {
    (), bool, char, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, core::time::Duration,
    core::net::IpAddr, core::net::Ipv4Addr, core::net::Ipv6Addr, core::net::SocketAddr, core::ops::RangeFull,
    #[cfg(feature = "alloc")] alloc::string::String,
    #[cfg(feature = "alloc")] alloc::boxed::Box<str>,
    #[cfg(feature = "std")] std::path::PathBuf,
    #[cfg(feature = "std")] std::ffi::OsString,
    #[cfg(feature = "std")] std::time::Instant,
    #[cfg(feature = "std")] std::time::SystemTime,
    #[cfg(feature = "std")] std::io::Error,
    #[cfg(feature = "std")] std::fs::File,
    #[cfg(feature = "std")] std::net::TcpStream,
}

owns_what_is_in_it! {
    [T] Option<T>;
    [T, E] Result<T, E>;
    [A, B] (A, B);
    [A, B, C] (A, B, C);
    [T] core::ops::Range<T>;
    [T] core::ops::RangeInclusive<T>;
    [T] core::ops::RangeFrom<T>;
    [T] core::cell::Cell<T>;
    [T] core::cell::RefCell<T>;
    [T] core::marker::PhantomData<T>;
    #[cfg(feature = "alloc")] [T] alloc::vec::Vec<T>;
    #[cfg(feature = "alloc")] [T] alloc::vec::IntoIter<T>;
    #[cfg(feature = "alloc")] [T] alloc::boxed::Box<T>;
    #[cfg(feature = "alloc")] [T] alloc::rc::Rc<T>;
    #[cfg(feature = "alloc")] [T] alloc::sync::Arc<T>;
    #[cfg(feature = "alloc")] [T] alloc::collections::VecDeque<T>;
    #[cfg(feature = "alloc")] [T] alloc::collections::BTreeSet<T>;
    #[cfg(feature = "alloc")] [K, V] alloc::collections::BTreeMap<K, V>;
    #[cfg(feature = "std")] [T] std::sync::Mutex<T>;
    #[cfg(feature = "std")] [T, S] std::collections::HashSet<T, S>;
    #[cfg(feature = "std")] [K, V, S] std::collections::HashMap<K, V, S>;
}

// SAFETY: as its elements.
unsafe impl<T: Owns, const N: usize> Owns for [T; N] {}

// SAFETY: two numbers.
#[cfg(feature = "std")]
unsafe impl Owns for std::hash::RandomState {}
