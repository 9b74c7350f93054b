//! Reports of sizes and of `Send` say what is so: of functions that rustc compiles as well, without the attribute.
#[allow(dead_code, refining_impl_trait, reason = "one of two copies")]
mod plain {
    use super::plain_row as row;
    use visible_async_test_support::attributes::plain as visible_async;
    include!("report/functions.rs");
}

#[allow(dead_code, reason = "one of two copies")]
mod reported {
    use super::reported_row as row;
    use visible_async::visible_async;
    include!("report/functions.rs");
}

use reported::{Counter, Page, block, boxed, generic, kept, nothing, recursive, rounds, shared, straight};
use std::{
    collections::BTreeMap,
    pin::{Pin, pin},
    rc::Rc,
    task::{Context, Waker},
};
use visible_async::{SendReport, SizeReport, SizeRow, Value, VisibleFuture, visible_async};

/// Name, bytes, and the reports of a machine.
type Row = (&'static str, usize, Option<(SizeReport, SendReport)>);

fn plain_row<F>(name: &'static str, _: &F) -> Row {
    (name, size_of::<F>(), None)
}

fn reported_row<F: VisibleFuture>(name: &'static str, machine: &F) -> Row {
    (name, size_of::<F>(), Some((SizeReport::of(machine), SendReport::of(machine))))
}

fn reports() -> impl Iterator<Item = (&'static str, usize, usize, SizeReport, SendReport)> {
    let both = plain::rows().into_iter().zip(reported::rows());
    both.map(|((name, theirs, _), (_, ours, reports))| {
        let (sizes, sends) = reports.expect("reports");
        (name, theirs, ours, sizes, sends)
    })
}

#[test]
fn sizes_are_those_of_the_futures() {
    for (name, theirs, ours, sizes, _) in reports() {
        assert_eq!(sizes.size(), ours, "{name}\n{sizes}");
        assert_eq!(sizes.rustc(), Some(theirs), "{name}\n{sizes}");
    }
}

#[test]
fn rows_fill_the_machine() {
    for (name, _, ours, sizes, _) in reports() {
        let rows: Vec<_> = sizes.rows().collect();
        let mut ends = BTreeMap::<u8, usize>::new();
        for row in &rows {
            let end = ends.entry(row.state.index).or_default();
            // The place of a local is also that of its keeper.
            assert!(row.offset == *end || (row.local.is_some() && row.offset + row.bytes <= *end), "{name}: {row:?}\n{sizes}");
            *end = (*end).max(row.offset + row.bytes);
        }
        let end = rows.iter().map(|row| row.offset + row.bytes).max().unwrap_or(1);
        assert!(end <= ours && ours - end < 8, "{name}: {end}\n{sizes}");
    }
}

#[test]
fn the_local_that_makes_it_large() {
    let largest = SizeReport::of(&rounds(String::new(), 1)).largest().expect("a local");
    assert_eq!(
        (largest.state.name, largest.local, largest.type_name, largest.bytes),
        ("AwaitLength", Some("buffer"), "[u8; 512]", 512)
    );
    assert_eq!(SizeReport::of(&nothing()).largest(), None);
}

/// Polls a machine to its end; in each state each local is where the report says.
fn places_are_true(machine: impl VisibleFuture) -> usize {
    let report = SizeReport::of(&machine);
    let mut machine = pin!(machine);
    let mut seen = 0;
    loop {
        let start = (&raw const *machine).addr();
        let state = machine.state();
        let rows: Vec<_> = report.rows().filter(|row| row.state == state).collect();
        machine.locals(&mut |local| {
            let is_it = |row: &&SizeRow| (row.local, row.type_name, row.bytes) == (Some(local.name), local.type_name, local.size);
            let row = rows.iter().find(is_it).unwrap_or_else(|| panic!("{} in {state} is not in\n{report}", local.name));
            if let Value::Debug(value) = local.value {
                assert_eq!((&raw const *value).addr() - start, row.offset, "{} in {state}\n{report}", local.name);
                seen += 1;
            }
        });
        if machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready() {
            return seen;
        }
    }
}

#[test]
fn locals_are_where_the_report_says() {
    let page = || Page("one".to_string(), "two".to_string());
    assert_eq!(places_are_true(straight("url".to_string(), 7)), 2 + 2 + 3);
    assert!(places_are_true(rounds("name".to_string(), 2)) > 8);
    assert!(places_are_true(generic([1_u64, 2], "more")) >= 4);
    assert!(places_are_true(kept(page(), true)) >= 2);
    assert!(places_are_true(kept(page(), false)) >= 2);
    assert!(places_are_true(reported::parted(page())) >= 1);
    assert!(places_are_true(reported::leaf(vec!["a".to_string()])) >= 1);
    assert!(places_are_true(shared("text".to_string())) >= 3);
    assert!(places_are_true(Counter(1).twice(2)) >= 2);
    assert!(places_are_true(recursive(3)) >= 1);
}

#[test]
fn also_behind_pointers() {
    let size = size_of_val(&straight(String::new(), 1));
    let boxed: Pin<Box<dyn VisibleFuture<Output = usize> + Send>> = Box::pin(straight(String::new(), 1));
    assert_eq!(SizeReport::of(&*boxed).size(), size);
    assert_eq!(SizeReport::of(&boxed).size(), size);
    let pinned = pin!(straight(String::new(), 1));
    assert_eq!(SizeReport::of(&pinned).size(), size);
    assert!(SendReport::of(&boxed).is_send());
}

/// Without the option a function has both reports, but for rustc's size.
#[visible_async]
async fn not_asked_for(text: String) -> usize {
    std::future::ready(()).await;
    text.len()
}

#[test]
fn rustcs_size_is_known_on_demand() {
    let machine = not_asked_for(String::new());
    assert_eq!((SizeReport::of(&machine).size(), SizeReport::of(&machine).rustc()), (size_of_val(&machine), None));
    assert!(
        SizeReport::of(&machine).to_string().starts_with(&format!("not_asked_for in report: {} bytes\n", size_of_val(&machine)))
    );
    assert!(SendReport::of(&machine).is_send());
    let emitted = |option: &str| {
        let tokens = "async fn f(a: u8) -> u8 { g().await; a }".parse().expect("tokens");
        visible_async_expand::expand(option.parse().expect("tokens"), tokens).to_string()
    };
    assert!(!emitted("").contains("Own") && !emitted("").contains("beside"));
    assert!(emitted("report").contains("Own") && emitted("report").contains("shown_beside"));
}

/// Hides control flow, so that rustc makes the machine.
macro_rules! give {
    ($value:expr) => {
        return $value
    };
}

#[visible_async(report)]
async fn opaque(text: Rc<str>) -> usize {
    std::future::ready(()).await;
    give!(text.len());
}

#[test]
fn a_machine_of_rustcs_own() {
    let machine = opaque("text".into());
    let (sizes, sends) = (SizeReport::of(&machine), SendReport::of(&machine));
    assert_eq!((sizes.size(), sizes.rustc()), (size_of_val(&machine), Some(size_of_val(&machine))));
    assert!(!sends.is_send() && !sends.is_sync());
    let stops: Vec<_> = sends.stops().map(|row| (row.state.name, row.local)).collect();
    assert_eq!(stops, [("Opaque", "all of it")]);
}

/// Where the report says that all is `Send`, rustc says so as well, and the rows say why not.
#[test]
fn auto_traits_are_those_of_the_locals() {
    for (name, _, _, _, sends) in reports() {
        assert_eq!(sends.is_send(), sends.rows().all(|row| row.is_send), "{name}\n{sends}");
        assert_eq!(sends.is_sync(), sends.rows().all(|row| row.is_sync), "{name}\n{sends}");
        let said = if sends.is_send() && sends.is_sync() { "Send and Sync" } else { "not " };
        assert!(sends.to_string().contains(&format!(": {said}")), "{name}\n{sends}");
    }
    let not_send: Vec<_> = reports().filter(|(.., sends)| !sends.is_send()).map(|(name, ..)| name).collect();
    assert_eq!(not_send, ["generic, not Send", "shared", "block"]);
    let not_sync: Vec<_> = reports().filter(|(.., sends)| !sends.is_sync()).map(|(name, ..)| name).collect();
    assert_eq!(not_sync, ["generic, not Send", "shared", "block", "boxed"]);
}

#[test]
fn what_stops_it() {
    let stops = |report: SendReport| {
        let stops = report.stops().map(|row| (row.state.name, row.local, row.is_send, row.is_sync));
        stops.collect::<Vec<_>>()
    };
    let of_shared = stops(SendReport::of(&shared(String::new())));
    assert_eq!(of_shared, [("AwaitPause", "shared", false, false), ("AwaitPause2", "count", true, false)]);
    let of_block = stops(SendReport::of(&block(String::new())));
    assert_eq!(of_block[0], ("AwaitPause", "inner", false, false));
    let future = Box::pin(std::future::ready(1));
    assert_eq!(stops(SendReport::of(&boxed(future)))[0], ("Start", "future", true, false));
    assert_eq!(stops(SendReport::of(&generic([1], "more"))), []);
    assert_eq!(stops(SendReport::of(&generic([Rc::new(1)], "more")))[0], ("Start", "values", false, false));
    assert_eq!(
        SendReport::of(&straight(String::new(), 1)).to_string(),
        "straight in report::reported: Send and Sync, as all of its locals are\n"
    );
}
