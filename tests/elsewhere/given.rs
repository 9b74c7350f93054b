/// Returns.
macro_rules! fail {
    ($message:expr) => {
        return Err($message.into())
    };
}

/// Awaits twice.
macro_rules! twice {
    ($future:expr) => {{
        let first = $future.await;
        first + $future.await
    }};
}

/// Wants a name, and a number.
macro_rules! size_of {
    ($text:ident, $more:expr) => {
        $text.len() + $more
    };
}
