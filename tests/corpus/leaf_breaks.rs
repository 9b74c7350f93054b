// Leaf futures that leave a loop or block, also with a value.
use visible_async_test_support::prelude::*;

cases! {
    breaks_with_value(log("spare"), true);
    breaks_with_value(log("spare"), false);
    breaks_from_handler(log("key"), 0);
    breaks_from_handler(log("key"), 2);
    breaks_blocks_with_values(0);
    breaks_blocks_with_values(1);
    breaks_blocks_with_values(2);
    breaks_after_question(0);
    breaks_after_question(1);
    breaks_after_question(2);
}

struct Table(Log);

impl Table {
    fn lock(&self) -> Held<'_> {
        event("locked");
        Held(&self.0)
    }
}

struct Held<'t>(&'t Log);

impl Held<'_> {
    fn row(&self, which: usize) -> usize {
        event(format!("row of {}", self.0.name()));
        which
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        event(format!("unlocked {}", self.0.name()));
    }
}

#[visible_async]
async fn breaks_with_value(spare: Log, first: bool) -> usize {
    let loaded = loop {
        let local = log("local");
        tokio::select! {
            biased;
            loaded = load("first"), if first => break loaded,
            _ = tick("second") => break spare,
        }
        local.touch("never");
    };
    tick("after").await;
    loaded.len()
}

#[visible_async]
async fn breaks_from_handler(key: Log, rounds: usize) -> Log {
    let mut round = 0;
    let found = 'outer: loop {
        let local = log(format!("local {round}"));
        loop {
            tokio::select! {
                biased;
                _ = tick("round"), if round < rounds => {
                    round += 1;
                    continue 'outer;
                }
                other = load("other") => {
                    if round == 0 {
                        break;
                    }
                    tick("handler").await;
                    break 'outer other;
                }
            }
        }
        local.touch("left");
        break key;
    };
    tick("after").await;
    found
}

#[visible_async]
async fn breaks_blocks_with_values(which: usize) -> usize {
    let table = Table(log("table"));
    let name = 'named: {
        let number = 'numbered: {
            table.lock().row(match leaf("which", which).await {
                0 => break 'named load("named").await,
                1 => break 'numbered 7,
                other => other,
            })
        };
        tick("number").await;
        log(format!("number {number}"))
    };
    tick("after").await;
    name.len()
}

#[visible_async]
async fn breaks_after_question(which: usize) -> Result<Log, ReadError> {
    let table = Table(log("table"));
    let mut total = 0;
    let found = loop {
        let local = log("local");
        total += table.lock().row({
            let loaded = fail("loaded", which == 1).await?;
            if total > 2 {
                break both(loaded, local);
            }
            if which == 2 {
                break loaded;
            }
            loaded.len()
        });
    };
    tick("after").await;
    Ok(found)
}

fn both(first: Log, second: Log) -> Log {
    event(format!("both {first} {second}"));
    first
}
