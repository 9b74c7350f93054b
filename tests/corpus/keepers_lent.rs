// Calls that may move a local which others may have borrowed, as far as one can see, and that are mentioned again.
use visible_async_test_support::prelude::*;

cases! {
    moved_after_a_borrow();
    borrowed_and_read_again();
    borrowed_exclusively_before();
    error_beside(true);
    error_beside(false);
    held_by_a_guard();
    on_one_path(true);
    on_one_path(false);
    in_a_loop_of_waits(2);
    scrutinee_around();
    panics_beside_a_borrower();
    moved_at_the_end();
    looked_at_at_the_end();
    moved_over_a_join(true);
    moved_over_a_join(false);
    found_in_a_loop(3);
    part_on_another_way(true);
    part_on_another_way(false);
    part_called_on_another_way(true);
    part_called_on_another_way(false);
}

/// What each method does with its receiver is hidden behind a macro.
mod far {
    use super::*;
    pub struct Part {
        pub log: Log,
        pub count: usize,
    }
    macro_rules! takes { ($($name:ident)*) => { $(pub fn $name(self) -> usize { self.log.len() + self.count })* } }
    macro_rules! looks { ($($name:ident)*) => { $(pub fn $name(&self) -> usize { self.log.len() + self.count })* } }
    macro_rules! grows { ($($name:ident)*) => { $(pub fn $name(&mut self) -> &mut usize { self.count += 1; &mut self.count })* } }
    macro_rules! lends { ($($name:ident)*) => { $(pub fn $name(&self) -> View<'_> { View(&self.log, &self.count) })* } }
    macro_rules! tries { ($($name:ident)*) => { $(pub async fn $name(self, fails: bool) -> Result<usize, Log> {
        tick("tried").await;
        if fails { Err(log("failed")) } else { Ok(self.log.len()) }
    })* } }
    impl Part {
        pub fn open(name: &str) -> Self {
            Part { log: log(name), count: 0 }
        }
        takes! { swallow engulf }
        looks! { behold survey }
        grows! { raise }
        lends! { observe }
        tries! { attempt }
    }
    pub struct View<'p>(pub &'p Log, pub &'p usize);
    impl Drop for View<'_> {
        fn drop(&mut self) {
            event(format!("viewed {} {}", self.0.name(), self.1));
        }
    }
    pub fn count(part: &Part) -> Tally {
        Tally { log: log("tally"), count: part.count }
    }
    pub struct Tally {
        pub log: Log,
        pub count: usize,
    }
    pub fn check(part: &mut Part, fails: bool) -> Result<usize, Log> {
        part.count += 1;
        if fails { Err(log("error")) } else { Ok(part.count) }
    }
    pub async fn asks(part: &mut Part, fails: bool) -> Result<usize, Log> {
        tick("asks").await;
        check(part, fails)
    }
}
use far::*;

// The way out moves a part; nothing is gone where the block is made.
#[visible_async]
async fn part_on_another_way(early: bool) -> Log {
    let part = pair("part");
    let seen = vec![log(format!("{}", part.right.send("seen").await))];
    if early {
        return part.right;
    }
    let made = Box::pin(async {
        let look = move |n: usize| n + part.left.len();
        tick("in").await;
        look(1)
    });
    tick("between").await;
    log(format!("{}{}", made.await, seen.len()))
}

#[visible_async]
async fn part_called_on_another_way(early: bool) -> usize {
    let part = Part::open("part");
    let tally = vec![count(&part)];
    tick("begin").await;
    if early {
        tick("early").await;
        return part.log.finish();
    }
    let n = part.swallow();
    tick("between").await;
    n + tally.len()
}

#[visible_async]
async fn moved_after_a_borrow() -> usize {
    let part = Part::open("part");
    let tally = count(&part);
    let size = part.swallow();
    tick("between").await;
    size + tally.count + tally.log.len()
}

#[visible_async]
async fn borrowed_and_read_again() -> usize {
    let part = Part::open("part");
    let view = part.observe();
    let size = part.behold();
    tick("between").await;
    size + view.0.len() + view.1
}

#[visible_async]
async fn borrowed_exclusively_before() -> usize {
    let mut part = Part::open("part");
    let count = part.raise();
    *count += 2;
    let tally = far::count(&part);
    let size = part.survey();
    tick("between").await;
    let raised = part.raise();
    tick("raised").await;
    *raised += 1;
    size + *raised + tally.log.len()
}

#[visible_async]
async fn error_beside(fails: bool) -> Result<usize, Log> {
    let mut part = Part::open("part");
    if let Err(error) = asks(&mut part, fails).await {
        part.attempt(false).await?;
        return Err(error);
    }
    let size = part.attempt(true).await?;
    Ok(size)
}

#[visible_async]
async fn held_by_a_guard() -> usize {
    let part = Part::open("part");
    let _view = View(&part.log, &part.count);
    let size = part.behold();
    tick("between").await;
    size
}

#[visible_async]
async fn on_one_path(taken: bool) -> usize {
    let part = Part::open("part");
    let tally = count(&part);
    if taken {
        let size = part.engulf();
        tick("taken").await;
        return size + tally.count;
    }
    let view = part.observe();
    let size = part.behold();
    tick("looked at").await;
    size + view.0.len()
}

#[visible_async]
async fn in_a_loop_of_waits(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        let mut part = Part::open("part");
        let tally = check(&mut part, round > 0);
        sum += part.swallow();
        tick("between").await;
        sum += tally.map_or_else(|error| error.len(), |count| count);
    }
    sum
}

#[visible_async]
async fn scrutinee_around() -> usize {
    let part = Part::open("part");
    let size = match part.observe().1 {
        0 => {
            let size = part.behold();
            tick("inside").await;
            size
        }
        _ => 0,
    };
    tick("behind").await;
    size
}

#[visible_async]
async fn panics_beside_a_borrower() -> usize {
    let part = Part::open("part");
    let tally = count(&part);
    let view = View(&part.log, &part.count);
    let beside = log("beside");
    let size = part.behold();
    tick("between").await;
    size + view.0.len() + tally.log.len() + beside.len()
}

#[visible_async]
async fn moved_at_the_end() -> usize {
    let part = Part::open("part");
    let tally = count(&part);
    tick("before").await;
    let size = part.swallow();
    size + tally.count + tally.log.len()
}

#[visible_async]
async fn looked_at_at_the_end() -> usize {
    let part = Part::open("part");
    let tally = count(&part);
    let view = part.observe();
    tick("before").await;
    let size = part.behold();
    size + tally.count + tally.log.len() + view.1
}

#[visible_async]
async fn moved_over_a_join(early: bool) -> usize {
    let part = Part::open("part");
    let tally = count(&part);
    let mut size = 0;
    if early {
        tick("before").await;
        size += part.engulf();
    } else {
        size += part.survey();
    }
    size + tally.log.len()
}

#[visible_async]
async fn found_in_a_loop(rounds: usize) -> usize {
    let mut sum = 0;
    let part = Part::open("part");
    let tally = count(&part);
    tick("before").await;
    loop {
        if sum >= rounds {
            break part.engulf() + tally.count;
        }
        tick("round").await;
        sum += 1 + tally.count;
    }
}
