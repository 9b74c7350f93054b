//! Runs the generated program and reads what it says; a crash or a hang costs one function only.
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

/// No function takes a second, where the machine has nothing else to do.
const PATIENCE: Duration = Duration::from_secs(180);

/// The number of runs, those in which rustc leaked a value, and the sizes of rustc's future and of ours.
pub struct Same {
    pub runs: usize,
    pub forgotten: usize,
    pub plain: usize,
    pub visible: usize,
}

#[derive(Default)]
pub struct Verdict {
    /// The functions that are the same in both forms.
    pub same: Vec<Same>,
    /// Those that are not: name, what differs.
    pub differ: Vec<(String, String)>,
}

/// Puts all functions of the program to the test.
pub fn judge(program: &Path) -> Verdict {
    let mut verdict = Verdict::default();
    let mut first = 0;
    while let Some((number, name, how)) = run_from(program, first, &mut verdict) {
        verdict.differ.push((name, how));
        first = number + 1;
    }
    verdict
}

fn start(program: &Path, first: usize) -> (Child, Receiver<String>) {
    let mut command = Command::new(program);
    command.arg(first.to_string()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the generated program starts");
    let stdout = child.stdout.take().expect("stdout is piped");
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
    });
    (child, lines)
}

/// Gives the function at which the program came to a bad end: number, name, how.
fn run_from(program: &Path, first: usize, verdict: &mut Verdict) -> Option<(usize, String, String)> {
    let (mut child, lines) = start(program, first);
    let mut current: Option<(usize, String)> = None;
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => current = read_line(&line, &lines, verdict, current),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                child.kill().expect("our own child");
                child.wait().expect("our own child");
                let (number, name) = current.expect("a program that hangs has begun with something");
                return Some((number, name, format!("hangs for {PATIENCE:?}\n")));
            }
            Err(_) => break,
        }
    }
    let status = child.wait().expect("our own child");
    match current {
        Some((number, name)) => Some((number, name, format!("ends the program: {status}\n"))),
        None => {
            assert!(status.success(), "the generated program fails before its first function: {status}");
            None
        }
    }
}

/// Takes in one line, and those that belong to it; gives the function that is being run.
fn read_line(
    line: &str,
    lines: &Receiver<String>,
    verdict: &mut Verdict,
    current: Option<(usize, String)>,
) -> Option<(usize, String)> {
    let words: Vec<&str> = line.split(' ').collect();
    let number = |at: usize| words[at].parse::<usize>().expect("a number");
    match words[0] {
        "begin" => return Some((number(1), words[2].to_owned())),
        "same" => verdict.same.push(Same { runs: number(2), plain: number(3), visible: number(4), forgotten: number(5) }),
        "differ" => {
            let mut text = format!("{}\n", words[2..].join(" "));
            for line in lines.iter().take_while(|line| line != "end") {
                text += &format!("{line}\n");
            }
            verdict.differ.push((words[1].to_owned(), text));
        }
        _ => return current,
    }
    None
}
