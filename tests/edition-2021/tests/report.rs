//! Reports in edition 2021, where the judge's body is in braces.
#[allow(dead_code, reason = "one of two copies")]
mod plain {
    use super::plain_row as row;
    use visible_async_test_support::attributes::plain as visible_async;
    include!("../../report/functions.rs");
}

#[allow(dead_code, reason = "one of two copies")]
mod reported {
    use super::reported_row as row;
    use visible_async::visible_async;
    include!("../../report/functions.rs");
}

use visible_async::{SizeReport, VisibleFuture};

/// Name, bytes by rustc, and by us.
type Row = (&'static str, Option<usize>, usize);

fn plain_row<F>(name: &'static str, _: &F) -> Row {
    (name, Some(size_of::<F>()), size_of::<F>())
}

fn reported_row<F: VisibleFuture>(name: &'static str, machine: &F) -> Row {
    let report = SizeReport::of(machine);
    (name, report.rustc(), report.size())
}

#[test]
fn sizes_are_those_of_the_futures() {
    for ((name, theirs, _), (_, by_rustc, _)) in plain::rows().into_iter().zip(reported::rows()) {
        assert_eq!(theirs, by_rustc, "{name}");
    }
}
