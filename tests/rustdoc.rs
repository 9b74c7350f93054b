//! What rustdoc makes of annotated functions: the states that it shows are those of the machine's description. rustdoc itself writes the
//! pages of `tests/documented/`, where each of its lints is an error.
use std::{collections::BTreeMap, fs, path::Path, process::Command, sync::LazyLock};
use visible_async::{Description, StateKind, VisibleFuture};
use visible_async_documented::{
    Counter,
    drawn::{awkward, choice, long, opaque, rounds, straight, r#struct},
    inside::in_a_module,
    marks, no_await, with_text, without_text,
};

/// The pages of the crate, by their paths.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustdoc");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["doc", "--quiet", "--no-deps", "--package", "visible-async-documented"]).current_dir(root);
    let ran = cargo.env("CARGO_TARGET_DIR", &target).output().expect("cargo runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let folder = target.join("doc/visible_async_documented");
    let mut pages = BTreeMap::new();
    for folder in [folder.clone(), folder.join("drawn"), folder.join("inside")] {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if let Ok(text) = fs::read_to_string(&path) {
                let name = path.strip_prefix(target.join("doc/visible_async_documented")).expect("inside").to_string_lossy();
                pages.insert(name.into_owned(), text);
            }
        }
    }
    pages
});

fn page(name: &str) -> &'static str {
    PAGES.get(name).unwrap_or_else(|| panic!("no page {name}: {:?}", PAGES.keys()))
}

/// What stands between each `open` and the next `close`.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close)).map(|(inside, _)| inside)
}

/// The text of a piece of HTML.
fn text(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out +=
            if out.is_empty() && !html.starts_with('<') { piece } else { piece.split_once('>').map_or(piece, |(_, text)| text) };
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

/// The rows of the table of states, each with its cells as HTML.
fn rows(html: &str) -> Vec<Vec<&str>> {
    let table = between(html, "<th>state</th><th>awaits</th><th>holds</th><th>then</th>", "</table>").next().expect("a table");
    between(table, "<tr>", "</tr>").map(|row| between(row, "<td>", "</td>").collect()).collect()
}

/// The table says what the description says.
fn table_is_true(html: &str, description: &'static Description) {
    let states: Vec<_> = description.states().filter(|state| state.kind != StateKind::Passed).collect();
    let rows = rows(html);
    assert_eq!(rows.len(), states.len(), "{html}");
    let plain = description.diagram().table().to_string();
    for (row, state) in rows.iter().zip(states) {
        let [name, awaits, holds, then] = row[..] else { panic!("not four cells: {row:?}") };
        assert_eq!(text(name), state.name);
        let line =
            plain.lines().find(|line| line.trim_start().starts_with(&format!("{} ", state.name)) || line.trim() == state.name);
        let line = line.unwrap_or_else(|| panic!("{state} is not in\n{plain}"));
        assert_eq!(awaits.is_empty(), state.kind != StateKind::Suspended);
        assert!(line.contains(&text(awaits)), "{line}\nis to have {}", text(awaits));
        assert_eq!(text(holds), state.locals.join(", "));
        let said = then.split("<br>").filter(|way| !way.is_empty()).map(text);
        let said = said.flat_map(|way| {
            let (reasons, to) = way.split_once(": ").map(|(reasons, to)| (reasons.to_string(), to.to_string())).expect("a way");
            reasons.split(", ").map(|on| format!("{on}: {to}")).collect::<Vec<_>>()
        });
        let mut said: Vec<_> = said.collect();
        let ways = description.transitions().filter(|way| way.from == state);
        let mut ways: Vec<_> = ways.map(|way| format!("{}: {}", way.on, way.to.name)).collect();
        said.sort();
        ways.sort();
        assert_eq!(said, ways, "{state}");
    }
}

/// The diagram in the documentation is that of the description, to the letter.
fn diagram_is_the_same(html: &str, description: &'static Description) {
    let drawn = between(html, "<pre class=\"language-mermaid\"><code>", "</code></pre>").next().expect("a diagram");
    assert_eq!(text(drawn).trim_end(), description.diagram().mermaid().to_string().trim_end());
}

#[test]
fn a_machine_and_its_documentation_say_the_same() {
    let pages: [(&str, &'static Description); 9] = [
        ("fn.marks.html", marks("", &[]).description()),
        ("fn.no_await.html", no_await(1).description()),
        ("drawn/fn.straight.html", straight(String::new()).description()),
        ("drawn/fn.rounds.html", rounds(String::new(), 1).description()),
        ("drawn/fn.awkward.html", awkward("").description()),
        ("drawn/fn.struct.html", r#struct(1).description()),
        ("drawn/fn.choice.html", choice(1).description()),
        ("drawn/fn.long.html", long().description()),
        ("struct.Counter.html", Counter(1).twice().description()),
    ];
    for (name, description) in pages {
        table_is_true(page(name), description);
        diagram_is_the_same(page(name), description);
    }
}

#[test]
fn a_diagram_is_there_on_demand() {
    let pages: [(&str, &'static Description); 3] = [
        ("fn.with_text.html", with_text("").description()),
        ("fn.without_text.html", without_text().description()),
        ("inside/fn.in_a_module.html", in_a_module().description()),
    ];
    for (name, description) in pages {
        table_is_true(page(name), description);
        assert!(!page(name).contains("language-mermaid"), "{name}");
        assert!(page(name).contains("<p>In each state the machine may also panic, or be dropped.</p>"), "{name}");
    }
}

#[test]
fn states_follow_what_the_user_wrote() {
    let html = page("fn.with_text.html");
    let order = ["Has text of its own", "<code>show</code></li>", "States</h2>", "<th>awaits</th>"];
    let order = order.map(|each| html.rfind(each).unwrap_or_else(|| panic!("no {each}")));
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn methods_have_theirs() {
    let html = page("struct.Counter.html");
    // `twice`, `once`, and `count` of the trait.
    assert_eq!(html.matches("<th>awaits</th>").count(), 3);
    assert_eq!(html.matches("language-mermaid").count(), 2);
}

#[test]
fn a_function_that_stays_async_has_its_own() {
    assert!(page("inside/fn.passed_on.html").contains("<th>awaits</th>"));
    assert!(!page("inside/fn.passes.html").contains("<th>awaits</th>"));
}

#[test]
fn a_machine_of_rustcs_own_has_none() {
    assert!(opaque().description().is_opaque());
    assert!(!page("drawn/fn.opaque.html").contains("<th>awaits</th>"));
}

/// Outside rustdoc nothing is there, so that rustc sees what the user has documented.
#[test]
fn it_is_for_rustdoc_alone() {
    let tokens = "/// Text.\nasync fn f() { g().await; }".parse().expect("tokens");
    let function: syn::ItemFn =
        syn::parse2(visible_async_expand::expand("doc".parse().expect("tokens"), tokens)).expect("a function");
    let names: Vec<_> = function.attrs.iter().map(|attr| quote::ToTokens::to_token_stream(attr.path()).to_string()).collect();
    assert_eq!(names, ["doc", "cfg_attr", "allow"]);
    assert!(quote::ToTokens::to_token_stream(&function.attrs[1]).to_string().starts_with("# [cfg_attr (doc , doc ="));
}
