// Calls of a method of which nothing tells whether it moves its local, with arguments that wait or leave.
use visible_async_test_support::prelude::*;

cases! {
    finished_of_a_pair((Channel(log("channel")), log("other")));
    finished_by_reference(Channel(log("channel")));
    frozen_beside_others();
    moved_behind_a_question(true, Writer(log("writer")));
    moved_behind_a_question(false, Writer(log("writer")));
    lent_behind_a_question(true, Writer(log("writer")));
    lent_behind_a_question(false, Writer(log("writer")));
    question_then_another(true, Writer(log("writer")));
    question_then_another(false, Writer(log("writer")));
    question_behind_a_wait(true, Writer(log("writer")));
    question_behind_a_wait(false, Writer(log("writer")));
    awaited_behind_a_question(true, Writer(log("writer")));
    awaited_behind_a_question(false, Writer(log("writer")));
    returned_behind_a_question(true, Writer(log("writer")));
    returned_behind_a_question(false, Writer(log("writer")));
    behind_a_moved_part(pair("pair"), true);
    behind_a_moved_part(pair("pair"), false);
    behind_a_part_moved_by_a_pattern(pair("pair"), 1);
    behind_a_part_put_back(pair("pair"), true);
    round_by_round(2);
}

#[derive(Debug)]
pub struct Writer(Log);

pub trait Respond: Sized {
    async fn respond(self, body: Log, more: Log) -> Result<usize, AppError>;
    async fn show(&mut self, body: Log) -> Result<usize, AppError>;
}

impl Respond for Writer {
    async fn respond(self, body: Log, more: Log) -> Result<usize, AppError> {
        tick("respond").await;
        Ok(self.0.len() + body.len() + more.len())
    }

    async fn show(&mut self, body: Log) -> Result<usize, AppError> {
        tick("show").await;
        Ok(self.0.len() + body.len())
    }
}

async fn finish(good: bool) -> Result<Log, AppError> {
    tick("finish").await;
    if good { Ok(log("body")) } else { Err(log("bad").into()) }
}

#[visible_async]
async fn moved_behind_a_question<W: Respond>(good: bool, writer: W) -> Result<usize, AppError> {
    let size = writer.respond(finish(good).await?, log("more")).await?;
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn lent_behind_a_question<W: Respond>(good: bool, mut writer: W) -> Result<usize, AppError> {
    let size = writer.show(finish(good).await?).await?;
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn question_then_another<W: Respond>(good: bool, writer: W) -> Result<usize, AppError> {
    let size = writer.respond(finish(true).await?, finish(good).await?).await?;
    tick("after").await;
    Ok(size)
}

fn make(good: bool) -> Result<Log, AppError> {
    event("make");
    if good { Ok(log("made")) } else { Err(log("bad").into()) }
}

#[visible_async]
async fn question_behind_a_wait<W: Respond>(good: bool, writer: W) -> Result<usize, AppError> {
    let size = writer.respond(finish(true).await?, make(good)?).await?;
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn awaited_behind_a_question<W: Respond>(good: bool, writer: W) -> Result<usize, AppError> {
    let size = writer.respond(log("first"), make(good)?).await?;
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn returned_behind_a_question<W: Respond>(good: bool, writer: W) -> Result<usize, AppError> {
    if good {
        finish(true).await?;
        tick("early").await;
        return writer.respond(finish(good).await?, log("more")).await;
    }
    writer.respond(finish(good).await?, log("more")).await
}

// The same names with other receivers: nothing tells which is meant.
#[allow(dead_code, reason = "only declared")]
pub trait Reply: Sized {
    fn respond(&self) {}
    fn show(self) {}
    fn freeze(&self) {}
    fn finish(self) {}
}

trait Freeze {
    fn freeze(self) -> Log;
}

impl Freeze for Log {
    fn freeze(self) -> Log {
        log(format!("frozen {}", self.finish()))
    }
}

#[visible_async]
async fn frozen_beside_others() -> usize {
    let (first, second, third) = (log("first"), load("second").await, log("third"));
    let all = vec![first, Freeze::freeze(load("x").await), second.freeze(), third.freeze()];
    tick("after").await;
    all.len()
}

pub struct Channel(Log);

impl Channel {
    fn finish(&mut self) -> usize {
        event("finish");
        self.0.len()
    }
}

#[visible_async]
async fn finished_by_reference(mut channel: Channel) -> usize {
    tick("wait").await;
    let later = log("later");
    let _ = channel.finish();
    event("finished");
    later.len()
}

#[visible_async]
async fn finished_of_a_pair((mut channel, other): (Channel, Log)) -> usize {
    tick("wait").await;
    let _ = channel.finish();
    event("finished");
    other.len()
}

// A keeper would drop the part again that is gone.
#[visible_async]
async fn behind_a_moved_part(pair: Pair, yes: bool) -> usize {
    event(format!("{}", leaf("left", pair.left).await.finish()));
    let size = 'found: {
        if yes {
            pair.right.poke_all();
            break 'found leaf("size", 3).await;
        }
        0
    };
    tick("after").await;
    size
}

#[visible_async]
async fn behind_a_part_moved_by_a_pattern(pair: Pair, n: usize) -> usize {
    let Pair { left, .. } = pair;
    if n == 1 {
        pair.right.poke_all();
        tick("in").await;
    }
    tick("after").await;
    left.len()
}

#[visible_async]
async fn behind_a_part_put_back(mut pair: Pair, yes: bool) -> usize {
    let left = pair.left;
    tick("wait").await;
    pair.left = load("anew").await;
    if yes {
        pair.right.poke_all();
        tick("in").await;
    }
    tick("after").await;
    left.len()
}

#[visible_async]
async fn round_by_round(n: usize) -> usize {
    let mut pair = pair("pair");
    let mut size = 0;
    for round in 0..n {
        if round == 0 {
            size += pair.right.poke_all();
        }
        tick("in").await;
        size += leaf("left", pair.left).await.len();
        pair.left = log(format!("{round}"));
    }
    size
}

trait Poke {
    fn poke_all(&self) -> usize;
}

impl Poke for Log {
    fn poke_all(&self) -> usize {
        event("poke");
        self.len()
    }
}
