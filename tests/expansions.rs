//! The expansions that one would show to a person: read `tests/expansions/*.snap` as that person would. Each function is compiled
//! and run as well, so that what the snapshots show works. `INSTA_UPDATE=always` writes them anew.
#[path = "expansions/render.rs"]
mod render;

#[allow(dead_code, reason = "some are only shown")]
mod functions {
    include!("expansions/functions.rs");

    #[tokio::test]
    async fn what_is_shown_works() {
        assert_eq!(straight("abc".into()).await.expect("connects"), 6);
        assert_eq!(fetch("abc".into(), 2).await.expect("connects"), 8);
        assert_eq!(guarded(&Mutex::new(1), 2).await, 3);
        assert_eq!(branches(None, "ab").await.expect("connects"), 2);
        let (sender, receiver) = mpsc::channel(4);
        for number in [3, 4, 0] {
            sender.send(number).await.expect("room");
        }
        assert_eq!(drain(receiver).await, 7);
        assert_eq!(operands("abc", "d").await.expect("connects"), 7);
        assert_eq!(moved_on_one_path(vec![1], true).await, 1);
        let names = HashMap::from([(1, String::from("one"))]);
        assert_eq!(generic(&names, 1, async |name: &str| name.len()).await, Some(3));
        assert_eq!(Counter { count: 1 }.count_to(3).await, 3);
        assert_eq!(factorial(5).await, 120);
    }
}

const FUNCTIONS: &str = include_str!("expansions/functions.rs");

#[test]
fn snapshots() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("expansions");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, expansion) in render::expansions(FUNCTIONS) {
            insta::assert_snapshot!(name, expansion);
        }
    });
}

#[test]
fn lines_fit_a_screen() {
    for (name, expansion) in render::expansions(FUNCTIONS) {
        let long: Vec<_> = expansion.lines().filter(|line| line.chars().count() > 130).collect();
        assert!(long.is_empty(), "{name}: lines over 130 columns:\n{}", long.join("\n"));
    }
}

/// The names of a machine's states, as its enum lists them.
fn states(expansion: &str) -> Vec<&str> {
    let body = expansion.lines().skip_while(|line| !line.trim_start().starts_with("enum ")).skip(1);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut variants = body.skip_while(|line| !line.trim_start().starts_with("///")).peekable();
    let depth = variants.peek().map_or(0, |line| indent(line));
    let body = variants.take_while(|line| indent(line) >= depth).filter(|line| indent(line) == depth);
    let names = body.filter(|line| line.trim_start().starts_with(char::is_uppercase));
    names.map(|line| line.trim().split([' ', ',']).next().unwrap_or_default()).collect()
}

#[test]
fn states_are_called_after_what_is_awaited() {
    let expected = [
        ("straight", "AwaitConnect AwaitPause"),
        ("fetch", "AwaitConnect AwaitFill"),
        ("guarded", "AwaitLock AwaitPause"),
        ("branches", "AwaitConnect AwaitPause"),
        ("drain", "AwaitRecv"),
        // One leaf future: the page on the left is a temporary that lives while the right is awaited.
        ("operands", "AwaitConnect AwaitConnect2"),
        ("moved_on_one_path", "AwaitPause"),
        ("generic", "AwaitLoad"),
        ("count_to", "AwaitPause"),
        ("factorial", "AwaitFactorial"),
        ("first", "AwaitSelect"),
    ];
    let found = render::expansions(FUNCTIONS);
    assert_eq!(found.len(), expected.len());
    for ((name, expansion), (function, awaits)) in found.iter().zip(expected) {
        let states = states(expansion);
        assert_eq!((name.as_str(), states.first()), (function, Some(&"Start")));
        let suspended = states.into_iter().filter(|state| state.starts_with("Await"));
        assert_eq!(suspended.collect::<Vec<_>>().join(" "), awaits, "{function}");
    }
}

#[test]
fn states_say_where_they_are() {
    for (name, expansion) in render::expansions(FUNCTIONS) {
        let lines: Vec<_> = expansion.lines().map(str::trim_start).collect();
        let bare =
            lines.windows(2).filter(|pair| pair[1].starts_with("Await") && pair[1].contains('{') && !pair[0].starts_with("/// "));
        assert_eq!(bare.count(), 0, "{name}: a state without its source");
    }
}

#[test]
fn no_name_of_the_compiler_shows() {
    for (name, expansion) in render::expansions(FUNCTIONS) {
        let inner: Vec<_> = expansion.lines().filter(|line| line.contains("__va")).map(str::trim).collect();
        assert!(inner.is_empty(), "{name}: {}", inner.join("\n"));
    }
}
