// Patterns that move parts out of a local and leave the rest, which lives on.
use visible_async_test_support::prelude::*;

cases! {
    rest_of_a_let(job());
    rest_of_an_argument(job());
    rest_made_here();
    rest_used_later(job());
    part_of_a_part(job());
    pattern_then_field(job());
    arms_of_a_field(job());
    arms_of_a_field(Job { step: Step::Load(log("from")), ..job() });
    arms_of_a_field(Job { step: Step::Idle, ..job() });
    arms_without_wait(job());
    arms_without_wait(Job { step: Step::Idle, ..job() });
    arms_leave_the_rest(Some(pair("some")));
    arms_leave_the_rest(None);
    if_let_leaves(Some((log("a"), log("b"))));
    if_let_leaves(None);
    on_one_path(job(), true);
    on_one_path(job(), false);
    in_a_loop();
    behind_a_reference();
    whole_by_name(job());
    mutable_names(job());
    from_self();
    or_pattern(Ok(pair("p")));
    leaves_by_return(job(), true);
    leaves_by_return(job(), false);
    assigned_afterwards();
    field_moved_then_assigned();
}

#[derive(Debug)]
enum Step {
    Load(Log),
    Save { from: Log, to: Log },
    Idle,
}

#[derive(Debug)]
struct Job {
    first: Log,
    step: Step,
    both: Pair,
    tries: usize,
}

fn job() -> Job {
    Job { first: log("first"), step: Step::Save { from: log("from"), to: log("to") }, both: pair("both"), tries: 2 }
}

#[visible_async]
async fn rest_of_a_let(job: Job) -> usize {
    let held = log("held");
    let Job { first, both: Pair { right, .. }, .. } = job;
    tick("wait").await;
    let size = first.finish() + right.len();
    tick("after").await;
    size + held.len()
}

#[visible_async]
async fn rest_of_an_argument(Job { first, tries, .. }: Job) -> usize {
    let held = log("held");
    tick("wait").await;
    drop(first);
    tick("after").await;
    tries + held.len()
}

#[visible_async]
async fn rest_made_here() -> usize {
    let job = Job { first: load("first").await, step: Step::Idle, both: pair("p"), tries: 1 };
    tick("made").await;
    let Job { both, .. } = job;
    tick("wait").await;
    both.left.finish()
}

#[visible_async]
async fn rest_used_later(job: Job) -> usize {
    tick("before").await;
    let Job { first, .. } = job;
    tick("wait").await;
    let size = job.both.left.send("still here").await + job.tries;
    drop(first);
    size + job.both.right.len()
}

#[visible_async]
async fn part_of_a_part(job: Job) -> usize {
    let Pair { right, .. } = job.both;
    tick("wait").await;
    let size = right.finish() + job.both.left.len();
    tick("after").await;
    size + job.first.len()
}

#[visible_async]
async fn pattern_then_field(job: Job) -> usize {
    let Job { both: Pair { left, .. }, .. } = job;
    tick("one").await;
    let first = job.first;
    tick("two").await;
    first.len() + left.finish()
}

#[visible_async]
async fn arms_of_a_field(job: Job) -> usize {
    let size = match job.step {
        Step::Load(from) => from.send("load").await,
        Step::Save { to, .. } => {
            tick("saving").await;
            to.finish()
        }
        Step::Idle => leaf("idle", 0).await,
    };
    tick("after").await;
    size + job.first.len()
}

#[visible_async]
async fn arms_without_wait(job: Job) -> usize {
    tick("before").await;
    let size = match job.step {
        Step::Load(mut from) => {
            from.grow("+");
            from.finish()
        }
        Step::Save { from, .. } => from.finish(),
        Step::Idle => 0,
    };
    tick("after").await;
    size + job.both.left.len()
}

#[visible_async]
async fn arms_leave_the_rest(both: Option<Pair>) -> usize {
    let size = match both {
        Some(Pair { right, .. }) => {
            tick("left still lives").await;
            right.finish()
        }
        None => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn if_let_leaves(both: Option<(Log, Log)>) -> usize {
    let mut size = 0;
    if let Some((a, _)) = both {
        tick("inside").await;
        size += a.finish();
    } else {
        size += 1;
    }
    tick("after").await;
    size
}

#[visible_async]
async fn on_one_path(job: Job, moves: bool) -> usize {
    let mut size = 0;
    tick("before").await;
    if moves {
        let Job { first, both: Pair { left, .. }, .. } = job;
        size += left.finish() + first.len();
    }
    tick("after").await;
    size
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut size = 0;
    for n in 0..2 {
        let job = Job { first: log(format!("job{n}")), step: Step::Idle, both: pair("p"), tries: n };
        tick("before").await;
        let Job { first, tries, .. } = job;
        tick("inside").await;
        size += first.finish() + tries;
    }
    size
}

#[visible_async]
async fn behind_a_reference() -> usize {
    let job = job();
    let lent = &job;
    tick("before").await;
    let Job { first, tries, .. } = lent;
    tick("wait").await;
    let size = first.send("x").await + tries;
    let pair: (&Pair, usize) = (&job.both, 1);
    tick("again").await;
    let (Pair { left, .. }, _) = pair;
    tick("after").await;
    size + left.len()
}

#[visible_async]
async fn whole_by_name(job: Job) -> usize {
    tick("before").await;
    let size = match job.step {
        Step::Idle => 0,
        step => {
            tick("step").await;
            format!("{step:?}").len()
        }
    };
    tick("after").await;
    size + job.tries
}

#[visible_async]
async fn mutable_names(job: Job) -> usize {
    tick("before").await;
    let Job { mut first, mut tries, .. } = job;
    first.grow("+");
    tries += 1;
    tick("wait").await;
    first.grow("+");
    tries += first.len();
    tick("after").await;
    tries
}

impl Job {
    #[visible_async]
    pub async fn run(self) -> usize {
        tick("before").await;
        let size = match self.step {
            Step::Load(from) | Step::Save { from, .. } => from.send("run").await,
            Step::Idle => 0,
        };
        tick("after").await;
        size + self.tries
    }
}

#[visible_async]
async fn from_self() -> usize {
    let size = job().run().await;
    let idle = Job { step: Step::Idle, ..job() };
    size + idle.run().await
}

#[visible_async]
async fn or_pattern(result: Result<Pair, Pair>) -> usize {
    tick("before").await;
    let (Ok(Pair { left, .. }) | Err(Pair { left, .. })) = result;
    tick("wait").await;
    left.finish()
}

#[visible_async]
async fn leaves_by_return(job: Job, early: bool) -> Option<usize> {
    let held = log("held");
    tick("before").await;
    let Job { first, .. } = job;
    if early {
        return None;
    }
    tick("wait").await;
    Some(first.finish() + held.len())
}

#[visible_async]
async fn assigned_afterwards() -> usize {
    let mut both = Pair { left: log("l"), right: load("r").await };
    let Pair { left, .. } = both;
    tick("wait").await;
    both = Pair { left: log("l2"), right: log("r2") };
    tick("after").await;
    left.len() + both.left.len()
}

#[visible_async]
async fn field_moved_then_assigned() -> usize {
    let mut both = Pair { left: log("l"), right: load("r").await };
    let left = both.left;
    tick("wait").await;
    both = Pair { left: log("l2"), right: log("r2") };
    tick("after").await;
    left.len() + both.left.len()
}
