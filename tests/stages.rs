//! What each stage of the compiler gives, for a few small functions: one snapshot a function, `tests/stages/*.snap`.
//! `INSTA_UPDATE=always` writes them anew. `VISIBLE_ASYNC_DUMP=flow cargo check` shows the same of one's own functions.

const FUNCTIONS: [(&str, &str); 6] = [
    ("straight", "async fn straight(url: String) -> Result<usize, E> { let page = connect(&url).await?; Ok(page.len()) }"),
    (
        "branches",
        "async fn branches(page: Option<Page>, (a, b): (u8, u8)) -> usize {
            let size = if a > b { page.map_or(0, Page::into_size) } else { load(a).await };
            pause().await;
            size
        }",
    ),
    (
        "rounds",
        "async fn rounds(n: u8) -> Vec<Page> {
            let mut all = Vec::new();
            for i in 0..n {
                let page = load(i).await;
                if page.is_empty() { continue; }
                all.push(page);
            }
            all
        }",
    ),
    ("operands", "async fn operands(x: &str) -> u8 { add(make(x), load(x).await) + first(&make(x)).read().await }"),
    (
        "moved_on_a_path",
        "async fn moved_on_a_path(page: Page, keep: bool) {
            if !keep { drop(page); }
            pause().await;
        }",
    ),
    (
        "shadowed",
        "async fn shadowed(name: String) -> String {
            let name = load(&name).await;
            { let name = 1; show(name).await; }
            format!(\"{name}\")
        }",
    ),
];

#[test]
fn each_stage_gives_what_its_snapshot_shows() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("stages");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, source) in FUNCTIONS {
            let stages = visible_async_expand::dump::stages(source.parse().expect("tokens"));
            let names: Vec<&str> = stages.iter().map(|(stage, _)| *stage).collect();
            assert_eq!(names, ["parse", "resolve", "lower", "flow", "plan"], "{name}");
            let text: String = stages.iter().map(|(stage, text)| format!("== {stage}\n{text}")).collect();
            insta::assert_snapshot!(name, text);
        }
    });
}
