//! The edition of the crate that is being compiled.
use std::sync::LazyLock;

/// Whether it is 2024 or later: temporaries die earlier there in two places.
///
/// A macro can't ask a span for its edition; rustc's own command line tells. Where there is none, the newest edition is assumed.
pub fn is_2024() -> bool {
    static IS_2024: LazyLock<bool> = LazyLock::new(read);
    *IS_2024
}

fn read() -> bool {
    let mut args = std::env::args_os().map(|arg| arg.to_string_lossy().into_owned());
    while let Some(arg) = args.next() {
        let value =
            arg.strip_prefix("--edition=").map(str::to_string).or_else(|| (arg == "--edition").then(|| args.next()).flatten());
        if let Some(edition) = value {
            return !matches!(&*edition, "2015" | "2018" | "2021");
        }
    }
    true
}
