// Plain data by what std's methods give of text and numbers: gone from the states with its last mention, dropped by nobody.
use visible_async_test_support::prelude::*;

cases! {
    words_of("one = first, two=second");
    words_of("none");
    letters_of_a_string();
    trimmed_twice("  padded  ");
    ends_of_text("key:value");
    ends_of_text("neither");
    found_at("abcabc");
    split_in_a_while_let("a b c");
    ranges_of_literals();
    range_up_to(3);
    small_beside_the_tag(7, 'x', true);
    small_after_three_bytes(true, 1, 2, 70_000);
    literal_that_is_wide();
    borrowed_part_of_text();
    own_methods_of_these_names();
    unwrapped_early("12");
    answered(true, false);
    answered(false, true);
    closure_of_plain_data();
    borrowed_closure_of_plain_data();
    closure_of_a_log();
    reference_moved_by_its_field();
    read_in_a_leaf("text", 4);
    read_in_a_leaf_and_later("text");
    read_in_each_round("text");
    read_by_a_macro("text");
    moved_at_once_in_a_block();
}

#[visible_async]
async fn words_of(text: &str) -> usize {
    let held = log("held");
    let mut total = 0;
    for (at, word) in text.split(',').enumerate() {
        let Some((name, value)) = word.split_once('=') else {
            tick("no value").await;
            continue;
        };
        let (name, value) = (name.trim(), value.trim());
        let made = load(name).await;
        total += made.len() + leaf("value", value.len()).await + at;
    }
    total + held.len()
}

#[visible_async]
async fn letters_of_a_string() -> String {
    let word = String::from("letters");
    let mut out = String::new();
    for (at, letter) in word.char_indices() {
        if at % 2 == 1 {
            tick("odd").await;
            out.push(letter);
        }
    }
    out
}

#[visible_async]
async fn trimmed_twice(text: &str) -> usize {
    let start = text.trim_start();
    let both = start.trim_end();
    tick("trimmed").await;
    let length = both.len();
    tick("counted").await;
    length
}

#[visible_async]
async fn ends_of_text(text: &str) -> String {
    let key = text.strip_prefix("key:").unwrap_or(text);
    let colon = text.find(':');
    let made = load("between").await;
    let found = colon.is_some();
    tick("again").await;
    format!("{key} {found} {made}")
}

#[visible_async]
async fn found_at(text: &str) -> Option<usize> {
    let at = text.find('c')?;
    tick("found").await;
    let (_, rest) = text.split_at(at);
    let held = load(rest).await;
    Some(at + held.len())
}

#[visible_async]
async fn split_in_a_while_let(text: &str) -> usize {
    let mut words = text.split(' ');
    let mut total = 0;
    while let Some(word) = words.next() {
        let made = load(word).await;
        total += made.send("sent").await;
    }
    total
}

#[visible_async]
async fn ranges_of_literals() -> usize {
    let mut names = Vec::new();
    for n in (0..3).rev() {
        let made = load("made").await;
        names.push(format!("{n}{made}"));
        tick("pushed").await;
    }
    names.len()
}

#[visible_async]
async fn range_up_to(end: u64) -> u64 {
    let mut sum = 0;
    for n in 1..=end {
        let more = leaf("more", n).await;
        tick("wait").await;
        sum += more + n;
    }
    sum
}

#[visible_async]
async fn small_beside_the_tag(number: u32, letter: char, flag: bool) -> String {
    let held = load("held").await;
    tick("wait").await;
    format!("{held}{number}{letter}{flag}")
}

#[visible_async]
async fn small_after_three_bytes(a: bool, b: u8, c: i8, number: i32) -> i32 {
    let held = log("held");
    tick("wait").await;
    let all = number + i32::from(b) + i32::from(c) + i32::from(a);
    held.touch("done");
    tick("again").await;
    all + number
}

#[visible_async]
async fn literal_that_is_wide() -> u64 {
    let mut n = 5_000_000_000;
    tick("wait").await;
    n += 1;
    let held = log("held");
    tick("again").await;
    leaf(held.name(), n).await
}

// `text` is borrowed itself.
#[visible_async]
async fn borrowed_part_of_text() -> usize {
    let whole = String::from("a whole line");
    let text = whole.trim();
    let view = &text;
    tick("wait").await;
    view.len()
}

mod own {
    use super::*;
    #[allow(dead_code)]
    pub struct Line(pub Log);
    impl Line {
        pub fn trim(&self) -> Log {
            log("trimmed")
        }
        pub fn find(&self, _: char) -> Option<Log> {
            Some(log("found"))
        }
        pub fn lines(&self) -> Vec<Log> {
            vec![log("first"), log("second")]
        }
    }
}

#[visible_async]
async fn own_methods_of_these_names() -> usize {
    let line = own::Line(log("line"));
    let trimmed = line.trim();
    let found = line.find('x');
    tick("wait").await;
    for line in line.lines() {
        tick("in the loop").await;
    }
    0
}

#[visible_async]
async fn unwrapped_early(text: &str) -> usize {
    let held = log("held");
    let digit = text.chars().next().unwrap();
    tick("wait").await;
    let number = digit.to_digit(10).map_or(0, |digit| digit as usize);
    tick("again").await;
    number + held.len()
}

#[visible_async]
async fn answered(first: bool, second: bool) -> usize {
    let held = log("held");
    let a = leaf("a", first).await;
    let b = leaf("b", second).await;
    tick("wait").await;
    if a || held.len() > 7 && b { 1 } else { 2 }
}

#[visible_async]
async fn closure_of_plain_data() -> usize {
    let (n, word) = (3, "word");
    let sum = move |more: usize| more + n + word.len();
    let unused = move || n;
    tick("wait").await;
    let first = sum(1);
    tick("again").await;
    first + n
}

#[visible_async]
async fn borrowed_closure_of_plain_data() -> usize {
    let n = 3;
    let sum = move |more: usize| more + n;
    let view: &dyn Fn(usize) -> usize = &sum;
    tick("wait").await;
    view(1)
}

#[visible_async]
async fn closure_of_a_log() -> usize {
    let held = log("held");
    let count = move || held.len();
    tick("wait").await;
    let first = count();
    tick("again").await;
    first
}

#[visible_async]
async fn reference_moved_by_its_field() -> usize {
    let mut both = pair("both");
    let lent = &mut both;
    tick("before").await;
    let shown = async move { lent.left.grow("more").len() };
    tick("between").await;
    let size = shown.await;
    size + both.right.len()
}

#[visible_async]
async fn read_in_a_leaf(text: &str, n: usize) -> usize {
    let held = log("held");
    held.len() + text[..leaf("cut", n).await].len() + log("more").send(text).await + n
}

#[visible_async]
async fn read_in_a_leaf_and_later(text: &str) -> usize {
    let size = text[..leaf("cut", 2).await].len() + log("more").send(text).await;
    tick("later").await;
    size + text.len()
}

#[visible_async]
async fn read_in_each_round(text: &str) -> usize {
    let mut sum = 0;
    for n in 0..2 {
        let word = "word";
        sum += word[n..leaf("cut", 3).await].len() + log("more").send(text).await;
    }
    sum
}

#[visible_async]
async fn read_by_a_macro(text: &str) -> String {
    let n = 3;
    let (a, b) = futures::join!(load(text), async { leaf("n", n).await + n });
    format!("{a}{b}")
}

#[visible_async]
async fn moved_at_once_in_a_block() -> usize {
    let list = vec![log("one"), log("two")];
    let both = { (list.into_iter().next(), load("x").await) };
    tick("after").await;
    both.1.len()
}
