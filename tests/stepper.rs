//! The stepper, key by key: what `examples/stepper/` shows, as snapshots, `tests/stepper/*.snap`. `INSTA_UPDATE=always` writes them anew.
#[path = "../examples/stepper/keys.rs"]
mod keys;
#[path = "../examples/stepper/machine.rs"]
mod machine;
#[path = "../examples/stepper/picture.rs"]
mod picture;
#[path = "../examples/stepper/play.rs"]
mod play;
#[path = "../examples/stepper/seen.rs"]
mod seen;

use keys::{Going, Stepper};
use picture::{Source, current, inner};
use ratatui::crossterm::event::KeyCode;
use ratatui::style::Style;
use std::fmt::Debug;
use visible_async::driver::{Clock, panic_at, pending_n_times};
use visible_async::{VisibleFuture, visible_async};

/// The path as the compiler is told it here.
const SOURCE: Source =
    Source { file: "tests/../examples/stepper/machine.rs", text: include_str!("../examples/stepper/machine.rs") };
/// This file, for the machines below.
const HERE: Source = Source { file: file!(), text: include_str!("stepper.rs") };

#[rustfmt::skip]
#[visible_async]
async fn awkward() {
    pending_n_times(1, "ä 宽").await;
    pending_n_times(1, "over two lines")
        .await;
    panic_at(1).await;
}

fn fetch() -> Stepper<impl VisibleFuture<Output: Debug>> {
    Stepper::new(|clock: &Clock| machine::fetch(clock.clone(), "localhost".to_string()))
}

fn text(source: Source, stepper: &Stepper<impl VisibleFuture<Output: Debug>>) -> String {
    play::text(&play::picture(source, stepper, (100, 28)))
}

/// What stands out in this style.
fn marked(source: Source, stepper: &Stepper<impl VisibleFuture<Output: Debug>>, style: Style) -> String {
    let picture = play::picture(source, stepper, (200, 60));
    let cells = picture.content.iter().filter(|cell| (Some(cell.fg), Some(cell.bg)) == (style.fg, style.bg));
    cells.map(|cell| cell.symbol()).collect()
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("stepper");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn from_the_start_to_the_end() {
    let mut stepper = fetch();
    let mut pictures = text(SOURCE, &stepper);
    for keys in ["s", "uAwaitRead\n", "r", "tr", "tr", "s"] {
        assert_eq!(play::press(&mut stepper, keys), Going::On);
        pictures += &format!("{}\n{}", keys.trim_end(), text(SOURCE, &stepper));
    }
    snapshot("whole", &pictures);
}

#[test]
fn the_awaits_stand_out() {
    let mut stepper = fetch();
    assert_eq!(marked(SOURCE, &stepper, current()) + &marked(SOURCE, &stepper, inner()), "");
    play::press(&mut stepper, "s");
    assert_eq!(marked(SOURCE, &stepper, current()), "connect(&address).await");
    assert_eq!(marked(SOURCE, &stepper, inner()), "pending_n_times(2, 7).await");
    play::press(&mut stepper, "uAwaitRead\n");
    assert_eq!(marked(SOURCE, &stepper, current()), "read(&clock, number).await");
    assert_eq!(marked(SOURCE, &stepper, inner()), "clock.sleep(Duration::from_secs(1)).await");
    play::press(&mut stepper, "trtr");
    assert_eq!((stepper.seen.state.name, &marked(SOURCE, &stepper, current())[..]), ("Done", ""));
    assert!(stepper.seen.tree.ends_with("returns [\"localhost by token 7\", \"line 1\", \"line 2\"]"), "{}", stepper.seen.tree);
}

#[test]
fn until_asks_for_a_name() {
    let mut stepper = fetch();
    for (keys, asked) in [("u", ""), ("Awaq", "Awaq"), ("s", "Awaqs")] {
        assert_eq!(play::press(&mut stepper, keys), Going::On);
        assert_eq!(stepper.ui.asking.as_deref(), Some(asked));
    }
    stepper.press(KeyCode::Backspace);
    assert!(text(SOURCE, &stepper).contains("until which state? Awaq_"));
    stepper.press(KeyCode::Enter);
    assert_eq!(
        stepper.ui.message,
        "`fetch` has no state Awaq that it could be seen in: these are Start, AwaitConnect, AwaitRead, Done, Panicked"
    );
    play::press(&mut stepper, "u");
    stepper.press(KeyCode::Esc);
    assert_eq!((stepper.ui.asking.is_none(), stepper.seen.state.name), (true, "Start"));
    play::press(&mut stepper, "uAwaitConnect\n");
    assert_eq!(stepper.seen.state.name, "AwaitConnect");
    assert_eq!(play::press(&mut stepper, "q"), Going::Quit);
}

#[test]
fn a_machine_that_is_dropped() {
    let mut stepper = fetch();
    play::press(&mut stepper, "sct");
    assert_eq!(stepper.ui.message, "nobody waits for the clock");
    snapshot("dropped", &text(SOURCE, &stepper));
    for keys in ["s", "r", "c", "uDone\n"] {
        play::press(&mut stepper, keys);
        assert_eq!(stepper.ui.message, "it has been dropped: n makes a new one", "{keys}");
    }
    play::press(&mut stepper, "n");
    assert_eq!((stepper.seen.state.name, &stepper.seen.steps[..], stepper.seen.dropped), ("Start", "", false));
    play::press(&mut stepper, "s");
    assert_eq!(stepper.seen.state.name, "AwaitConnect");
}

#[test]
fn the_tree_is_scrolled() {
    let mut stepper = fetch();
    play::press(&mut stepper, "s");
    assert!(text(SOURCE, &stepper).contains("fetch(AwaitConnect)"));
    for _ in 0..2 {
        stepper.press(KeyCode::Down);
    }
    stepper.press(KeyCode::Up);
    let scrolled = text(SOURCE, &stepper);
    assert!(!scrolled.contains("fetch(AwaitConnect)") && scrolled.contains("clock: Clock"), "{scrolled}");
}

/// Letters of several bytes or columns, an expression that began on another line, tabs, a panic.
#[test]
fn awkward_sources() {
    let mut stepper = Stepper::new(|_| awkward());
    let tabs = Source { text: HERE.text.replace(' ', "\t").leak(), ..HERE };
    for (key, line) in [("s", "pending_n_times(1, \"ä 宽\").await"), ("s", "await")] {
        play::press(&mut stepper, key);
        // A wide letter takes two cells.
        assert_eq!(marked(HERE, &stepper, current()).replace("宽 ", "宽"), line);
        assert!(marked(tabs, &stepper, current()).ends_with("await"));
        assert_eq!(marked(SOURCE, &stepper, current()), "", "another file");
    }
    play::press(&mut stepper, "s");
    assert_eq!(stepper.seen.state.name, "Panicked");
    assert!(stepper.ui.message.contains("(panicked: `panic_at(1)` panics"), "{}", stepper.ui.message);
    play::press(&mut stepper, "r");
    assert_eq!(stepper.ui.message, "`awkward` has panicked already, at step 3");
}

#[test]
fn terminals_of_all_sizes() {
    for size in (0..6).flat_map(|width| (0..6).map(move |height| (width * 13, height * 7))) {
        let mut stepper = fetch();
        for keys in ["", "s", "uAwaitRead\n", "u", "x\n", "t", "rc"] {
            play::press(&mut stepper, keys);
            play::picture(SOURCE, &stepper, size);
        }
    }
}
