//! What `Diagram` writes of a few functions, as snapshots, `tests/diagram/*.snap`, and what is known of a machine as JSON.
//! `INSTA_UPDATE=always` writes them anew; with `PICTURES=folder`, the pictures are written there, to be looked at.
#[path = "diagram/functions.rs"]
mod functions;

use functions::{awkward, choice, long, longest, opaque, rounds, straight, r#struct};
use serde_json::{Value, json};
use std::pin::pin;
use std::task::{Context, Waker};
use visible_async::{Description, Diagram, StateKind, VisibleFuture};

/// All three texts.
fn texts(diagram: Diagram) -> String {
    format!("{}\n{}\n{}", diagram.table(), diagram.mermaid(), diagram.dot())
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("diagram");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn known(machine: impl VisibleFuture) -> &'static Description {
    machine.description()
}

#[test]
fn a_straight_function() {
    snapshot("straight", &texts(known(straight(String::new())).diagram()));
}

#[test]
fn a_loop() {
    snapshot("rounds", &texts(known(rounds(String::new(), 1)).diagram()));
}

#[test]
fn text_of_the_source_is_escaped() {
    snapshot("awkward", &texts(known(awkward("")).diagram()));
}

#[test]
fn raw_identifiers() {
    snapshot("raw", &texts(known(r#struct(1)).diagram()));
}

#[test]
fn a_machine_of_rustcs_own() {
    let machine = opaque();
    snapshot("opaque", &texts(machine.description().diagram().at(machine.state())));
}

#[test]
fn the_state_it_is_in() {
    let mut machine = pin!(rounds("address".to_string(), 100));
    let diagram = machine.description().diagram();
    let mut context = Context::from_waker(Waker::noop());
    assert!(machine.as_mut().poll(&mut context).is_pending() && machine.as_mut().poll(&mut context).is_pending());
    snapshot("current", &texts(diagram.at(machine.state())));
    for state in machine.description().states() {
        let marked = diagram.at(state);
        let lines = marked.table().to_string().lines().filter(|line| line.starts_with("> ")).count();
        let expected = usize::from(state.kind != StateKind::Passed);
        assert_eq!(lines, expected, "{state}");
        assert_eq!(marked.dot().to_string().matches("fillcolor").count(), expected, "{state}");
        assert_eq!(marked.mermaid().to_string().matches(&format!("class {} now\n", state.name)).count(), expected, "{state}");
    }
}

#[test]
fn a_state_of_another_function_is_not_marked() {
    let diagram = known(straight(String::new())).diagram();
    let other = known(rounds(String::new(), 1)).find("AwaitPause2").expect("a state");
    assert_eq!(texts(diagram.at(other)), texts(diagram));
}

/// Each state of a long function is there, with its way to the next and its way out.
#[test]
fn long_functions() {
    for (description, states) in [(known(long()), 120), (known(longest()), 240)] {
        assert!(!description.is_opaque());
        let diagram = description.diagram();
        let suspended: Vec<_> = description.states().filter(|state| state.kind == StateKind::Suspended).collect();
        assert_eq!(suspended.len(), states);
        let (mermaid, dot, table) = (diagram.mermaid().to_string(), diagram.dot().to_string(), diagram.table().to_string());
        for (state, next) in suspended.iter().zip(&suspended[1..]) {
            let (name, next) = (state.name, next.name);
            assert!(mermaid.contains(&format!("    {name} --> {next}: ready\n    {name} --> Done: ?\n")), "{name}");
            assert!(
                dot.contains(&format!("    {name} -> {next} [label=\"ready\"]\n    {name} -> Done [label=\"?\"]\n")),
                "{name}"
            );
            assert!(table.contains(&format!("  {name} ")), "{name}");
        }
        // A heading, the heads, `Start`, two lines for each state but the last, `Done`, `Panicked`, what goes for all.
        assert_eq!(table.lines().count(), 5 + 2 * states);
    }
}

#[test]
fn pictures() {
    let descriptions = [known(straight(String::new())), known(rounds(String::new(), 1)), known(awkward("")), known(r#struct(1))];
    let others = [known(opaque()), known(choice(1)), known(long()), known(longest())];
    for description in descriptions.into_iter().chain(others) {
        let states: Vec<_> = description.states().filter(|state| state.kind != StateKind::Passed).collect();
        let svg = description.diagram().at(states[states.len() / 2]).svg();
        assert_eq!(svg.matches("font-weight=\"bold\"").count(), 1 + states.len());
        assert_eq!(svg.matches("#ffd866").count(), 1);
        if let Some(folder) = std::env::var_os("PICTURES") {
            std::fs::create_dir_all(&folder).expect("a folder");
            let path = std::path::Path::new(&folder).join(description.function);
            std::fs::write(path.with_extension("svg"), svg).expect("a picture");
            std::fs::write(path.with_extension("mmd"), description.diagram().mermaid().to_string()).expect("a diagram");
            std::fs::write(path.with_extension("dot"), description.diagram().dot().to_string()).expect("a graph");
        }
    }
    let awkward = known(awkward("")).diagram().svg();
    assert!(awkward.contains("&lt;b&gt;bold&lt;/b&gt; &amp; {"), "{awkward}");
}

#[test]
fn json() {
    let description = known(straight(String::new()));
    let text = serde_json::to_string_pretty(description).expect("JSON");
    snapshot("json", &text);
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let states = value["states"].as_array().expect("states");
    assert_eq!(states.len(), description.states().count());
    for (state, value) in description.states().zip(states) {
        assert_eq!(&serde_json::to_value(state).expect("JSON"), value);
        assert_eq!(value["name"], json!(state.name));
        assert_eq!(value["kind"], json!(format!("{:?}", state.kind)));
        assert_eq!(value["locals"], json!(state.locals));
    }
    let ways =
        description.transitions().map(|way| json!({ "from": way.from.name, "to": way.to.name, "on": format!("{:?}", way.on) }));
    assert_eq!(value["transitions"], Value::from_iter(ways));
}
