//! Text of the source in a picture: on one line, not too long, and escaped.
use core::{
    fmt::{self, Write},
    iter,
};

/// How many characters are shown.
const WIDTH: usize = 60;

/// Writes a character as it is to stand in a picture.
type Escape = fn(char, &mut fmt::Formatter<'_>) -> fmt::Result;

/// A text to be shown.
pub(super) struct Label<'a> {
    pub(super) text: &'a str,
    pub(super) escape: Escape,
}

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        shown(self.text).try_for_each(|c| (self.escape)(c, f))
    }
}

/// The text as it is.
pub(super) fn plain(text: &str) -> Label<'_> {
    Label { text, escape: |c, f| f.write_char(c) }
}

/// Its characters: white space is one space; what can't be seen, or turns the text around, is replaced.
fn shown(text: &str) -> impl Iterator<Item = char> {
    let words = text.split_whitespace();
    let chars = words.flat_map(|word| iter::once(' ').chain(word.chars())).skip(1).map(|c| match c {
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    });
    let long = chars.clone().nth(WIDTH).is_some();
    chars.take(if long { WIDTH - 1 } else { WIDTH }).chain(long.then_some('…'))
}
