// Methods that have a name of std's and do something else with their receiver.
use visible_async_test_support::prelude::*;
cases! {
    steps_that_give_what_follows(4);
    step_of_what_is_set();
    lists_by_value();
    parser_that_expects("ab");
    parser_that_expects("ax");
    parser_that_expects_what_a_name_tells();
    declared_to_borrow();
    declared_to_borrow_what_is_looked_at();
    declared_beside_an_option();
    declared_beside_an_iterator();
}

/// What each method does with its receiver is hidden behind a macro.
macro_rules! machine {
    ($($name:ident($($argument:ident: $ty:ty)?) $body:expr;)*) => {
        impl Light {
            $(fn $name(self $(, $argument: $ty)?) -> Self {
                let made: fn(Self $(, $ty)?) -> Self = $body;
                made(self $(, $argument)?)
            })*
        }
    };
}
#[derive(Debug)]
enum Light {
    Red(Log),
    Green { held: Log, turns: usize },
    Off,
}
machine! {
    next() |light| match light {
        Light::Red(held) => Light::Green { held, turns: 1 },
        Light::Green { held, turns } if turns > 1 => Light::Red(held),
        Light::Green { held, turns } => Light::Green { held, turns: turns + 1 },
        Light::Off => Light::Off,
    };
    set(turns: usize) |light, turns| match light {
        Light::Red(held) | Light::Green { held, .. } => Light::Green { held, turns },
        Light::Off => Light::Off,
    };
    reverse() |light| match light {
        Light::Red(held) => Light::Green { held, turns: 0 },
        Light::Green { held, .. } => Light::Red(held),
        Light::Off => Light::Off,
    };
    remove(turns: usize) |light, turns| if let Light::Green { turns: 0, .. } = light { Light::Off } else { light };
}

#[visible_async]
async fn steps_that_give_what_follows(turns: usize) -> Light {
    let mut light = Light::Red(log("lamp"));
    let beside = log("beside");
    for _ in 0..turns {
        light = light.next();
        tick("between").await;
    }
    light
}

#[visible_async]
async fn step_of_what_is_set() -> Light {
    let mut light = Light::Red(log("lamp"));
    tick("before").await;
    light = light.set(beside(3).await);
    tick("after").await;
    light = light.set(4);
    tick("later").await;
    light
}

async fn beside(turns: usize) -> usize {
    tick("turns").await;
    turns
}

#[visible_async]
async fn lists_by_value() -> Light {
    let mut light = Light::Red(log("lamp"));
    tick("before").await;
    light = light.reverse();
    tick("after").await;
    light = light.remove(1);
    tick("later").await;
    light
}

/// A parser whose methods are hidden in the same way.
struct Parser<'a> {
    rest: &'a str,
    seen: Log,
}
macro_rules! parses {
    ($($name:ident $wanted:ty: $text:expr;)*) => {
        $(impl Expects<$wanted> for Parser<'_> {
            fn $name(&mut self, wanted: $wanted) -> Result<(), ReadError> {
                let text: fn($wanted) -> String = $text;
                let text = text(wanted);
                self.seen.grow(&text);
                self.rest = self.rest.strip_prefix(&*text).ok_or_else(|| ReadError(log("expected")))?;
                Ok(())
            }
        })*
    };
}
trait Expects<T> {
    fn expect(&mut self, wanted: T) -> Result<(), ReadError>;
}
enum Token {
    End,
    Letter(char),
}
parses! {
    expect char: |wanted| wanted.to_string();
    expect Token: |wanted| match wanted {
        Token::End => String::new(),
        Token::Letter(letter) => letter.to_string(),
    };
}

#[visible_async]
async fn parser_that_expects(text: &'static str) -> Result<usize, ReadError> {
    let mut parser = Parser { rest: text, seen: log("seen") };
    let beside = log("beside");
    tick("before").await;
    parser.expect('a')?;
    tick("between").await;
    parser.expect(Token::Letter('b'))?;
    parser.expect(Token::End)?;
    tick("after").await;
    Ok(beside.len())
}

#[visible_async]
async fn parser_that_expects_what_a_name_tells() -> Result<usize, ReadError> {
    let mut parser = Parser { rest: "ab", seen: log("seen") };
    let letter = 'a';
    tick("before").await;
    parser.expect(letter)?;
    tick("after").await;
    Ok(3)
}

/// A cursor of this file: what the declarations tell of these names is so of its methods alone.
struct Cursor {
    at: usize,
    seen: Log,
}
impl Cursor {
    fn skip(&mut self, count: usize) -> &mut Self {
        self.seen.touch("skip");
        self.at += count;
        self
    }
    fn map(&self, by: impl Fn(usize) -> usize) -> usize {
        by(self.at)
    }
}

#[visible_async]
async fn declared_to_borrow() -> usize {
    let mut cursor = Cursor { at: 3, seen: log("seen") };
    tick("before").await;
    cursor.skip(2);
    tick("between").await;
    let at = cursor.map(|at| at + 1);
    tick("after").await;
    at
}

#[visible_async]
async fn declared_beside_an_option() -> usize {
    let maybe = Some(log("maybe"));
    tick("before").await;
    let size = maybe.map(|held| held.finish()).unwrap_or(0);
    tick("after").await;
    size
}

#[visible_async]
async fn declared_beside_an_iterator() -> usize {
    let list = [log("a"), log("b")];
    let iter = list.iter();
    tick("before").await;
    let rest = iter.skip(1);
    tick("after").await;
    rest.map(|held| held.len()).sum()
}

struct Flag(std::cell::Cell<bool>);
impl Flag {
    fn into_value(&self) -> bool {
        self.0.replace(true)
    }
}

#[visible_async]
async fn declared_to_borrow_what_is_looked_at() -> bool {
    let flag = Flag(std::cell::Cell::new(false));
    let seen = &flag.0;
    tick("before").await;
    let before = flag.into_value();
    before != seen.get()
}
