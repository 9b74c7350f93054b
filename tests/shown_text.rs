//! `dbg!` prints the text of what it is given: what rustc's own future prints. The test runs itself, and reads what that printed.
use std::process::Command;

mod plain {
    use visible_async_test_support::attributes::plain as visible_async;
    include!("shown_text/functions.rs");
}

mod visible {
    use visible_async::visible_async;
    include!("shown_text/functions.rs");
}

fn printed(run: &str) -> String {
    let own = std::env::current_exe().unwrap();
    let output = Command::new(own).args(["--exact", "child", "--nocapture"]).env("SHOWN_TEXT", run).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn as_rustc_prints_it() {
    let plain = printed("plain");
    assert!(plain.contains("] list.len() = 2\n"), "{plain}");
    assert_eq!(printed("visible"), plain);
}

#[test]
fn child() {
    match std::env::var("SHOWN_TEXT").as_deref() {
        Ok("plain") => futures::executor::block_on(plain::shows(&[1, 2], 3)),
        Ok("visible") => futures::executor::block_on(visible::shows(&[1, 2], 3)),
        _ => {}
    }
}
