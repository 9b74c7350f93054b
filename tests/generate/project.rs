//! The crate that holds the generated functions: written, checked and built with cargo.
use crate::function::Function;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The two forms of each function.
pub const FORMS: [&str; 2] = ["plain", "visible"];

pub struct Project {
    dir: PathBuf,
    release: bool,
}

/// Errors by function.
pub type Errors = BTreeMap<String, String>;

impl Project {
    pub fn new(name: &str, edition: u16, release: bool) -> Project {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("generate-{name}"));
        let project = Project { dir, release };
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let dependency = manifest.join("runtime-support");
        project.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"generated-{name}\"\nedition = \"{edition}\"\npublish = false\n\n[workspace]\n\n\
             [dependencies]\nvisible-async = {{ path = {dependency:?} }}\nfutures = \"0.3\"\n\
                 tokio = {{ version = \"1\", default-features = false, features = [\"macros\"] }}\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n"
            ),
        );
        // The same versions as outside, and no need for the network.
        if let Ok(lock) = fs::read_to_string(manifest.join("Cargo.lock")) {
            project.write("Cargo.lock", &lock);
        }
        project.write("src/support.rs", include_str!("support.rs"));
        project.write("src/helpers.rs", include_str!("helpers.rs"));
        project.write("src/runner.rs", include_str!("runner.rs"));
        project
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.dir.join(path);
        fs::create_dir_all(path.parent().expect("a file in the folder")).expect("a folder for the generated crate");
        fs::write(path, text).expect("a file of the generated crate");
    }

    pub fn write_functions(&self, functions: &[Function]) {
        for function @ Function { name, source, altered, args } in functions {
            let (before, path) = (function.before(), function.path());
            let visible = format!("#[visible_async::visible_async]\n{source}");
            for (form, source) in FORMS.iter().zip([source, altered.as_ref().unwrap_or(&visible)]) {
                let text = format!(
                    "use crate::{{helpers::*, runner::*, support::*}};\n\n{before}{source}\n\
                     pub fn start() -> Started {{\n    subject({path}({args}))\n}}\n"
                );
                self.write(&format!("src/{form}/{name}.rs"), &text);
            }
        }
    }

    /// The root of the crate, with these functions in these forms.
    fn write_root(&self, functions: &[Function], forms: &[&str]) {
        let mut text = "#![allow(warnings)]\n#[macro_use]\nmod helpers;\nmod runner;\nmod support;\n\n".to_owned();
        for form in forms {
            let modules: String = functions.iter().map(|f| format!("    pub mod {};\n", f.name)).collect();
            text += &format!("mod {form} {{\n{modules}}}\n\n");
        }
        text += "fn main() {\n    runner::main(&[\n";
        for Function { name, .. } in functions.iter().filter(|_| forms.len() == FORMS.len()) {
            let starts = FORMS.map(|form| format!("{form}: {form}::{name}::start")).join(", ");
            text += &format!("        runner::Entry {{ name: \"{name}\", {starts} }},\n");
        }
        self.write("src/main.rs", &(text + "    ]);\n}\n"));
    }

    /// Takes out what does not compile in these forms, until the rest does; gives the errors.
    pub fn filter(&self, functions: &mut Vec<Function>, forms: &[&str]) -> Errors {
        let mut all = Errors::new();
        loop {
            self.write_root(functions, forms);
            let errors = self.cargo(if forms.len() == 1 { "check" } else { "build" });
            if errors.is_empty() {
                return all;
            }
            functions.retain(|f| !errors.contains_key(&f.name));
            all.extend(errors);
        }
    }

    fn cargo(&self, what: &str) -> Errors {
        let mut command = Command::new(env!("CARGO"));
        command.args([what, "--quiet", "--message-format=json"]).current_dir(&self.dir);
        if self.release {
            command.arg("--release");
        }
        let output = command.env("CARGO_TARGET_DIR", self.target()).stderr(Stdio::piped()).output();
        let output = output.expect("cargo runs");
        let (mut errors, mut others) = (Errors::new(), String::new());
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(entry) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            let message = &entry["message"];
            if entry["reason"] != "compiler-message" || message["level"] != "error" {
                continue;
            }
            let rendered = text(&message["rendered"]);
            match culprit(message) {
                Some(name) => _ = errors.entry(name).or_insert(rendered),
                None => others += &rendered,
            }
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        let known = output.status.success() || !errors.is_empty();
        assert!(known, "cargo {what} failed for no function's fault:\n{others}\n{stderr}");
        errors
    }

    fn target(&self) -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("generate-target")
    }

    pub fn binary(&self) -> PathBuf {
        let profile = if self.release { "release" } else { "debug" };
        let name = self.dir.file_name().expect("the folder has a name").to_string_lossy().replace("generate-", "generated-");
        self.target().join(profile).join(name)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The function that an error is about: the innermost file of a function in any of its spans.
fn culprit(message: &Value) -> Option<String> {
    let spans = message["spans"].as_array()?;
    let mut spans: Vec<&Value> = spans.iter().collect();
    spans.sort_by_key(|span| span["is_primary"] != true);
    let own = spans.into_iter().find_map(|span| {
        let mut span = Some(span);
        while let Some(here) = span {
            if let Some(found) = function_of(&text(&here["file_name"])) {
                return Some(found);
            }
            span = here.get("expansion").map(|expansion| &expansion["span"]).filter(|span| !span.is_null());
        }
        None
    });
    own.or_else(|| message["children"].as_array()?.iter().find_map(culprit))
}

fn function_of(file: &str) -> Option<String> {
    let file = Path::new(file);
    let form = file.parent()?.file_name()?.to_str()?;
    let name = file.file_stem()?.to_str()?;
    FORMS.contains(&form).then(|| name.to_owned())
}
