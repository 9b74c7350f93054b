// Parts that `let .. else` moves out, and what a state machine of the user's leaves when it is replaced.
use visible_async_test_support::prelude::*;

cases! {
    variant_of_a_field(Step::Running { job: log("job"), held: log("held") });
    variant_of_a_field(Step::Done(log("done")));
    borrowed_part(true);
    borrowed_part(false);
    field_or_return(true);
    field_or_return(false);
    field_or_break(3);
    field_of_a_field(true);
    field_of_a_field(false);
    moved_on_the_way_out(Some(log("more")), false);
    moved_on_the_way_out(Some(log("more")), true);
    moved_on_the_way_out(None, false);
    inside_native_code(true);
    inside_native_code(false);
    field_or_wait(true);
    field_or_wait(false);
    part_of_a_variant(Step::Running { job: log("job"), held: log("held") });
    part_of_a_variant(Step::Done(log("done")));
    replaced(Step::Running { job: log("job"), held: log("held") }, true);
    replaced(Step::Running { job: log("job"), held: log("held") }, false);
    replaced(Step::Done(log("done")), true);
}

struct Job {
    parent: Option<Box<Job>>,
    name: Log,
    tag: Option<Log>,
}

fn job(depth: usize) -> Job {
    let parent = (depth > 0).then(|| Box::new(job(depth - 1)));
    Job { parent, name: log("name"), tag: (depth % 2 == 1).then(|| log("tag")) }
}

pub enum Step {
    Running { job: Log, held: Log },
    Done(Log),
    Idle,
}

#[visible_async]
async fn field_or_return(tagged: bool) -> usize {
    let job = job(usize::from(tagged));
    tick("begin").await;
    let Some(tag) = job.tag else {
        event("none");
        return job.name.len();
    };
    tick("wait").await;
    tag.len() + job.name.len()
}

// The first mention of a part is where the value that does not match is put back.
#[visible_async]
async fn moved_on_the_way_out(more: Option<Log>, early: bool) -> usize {
    let mut page = pair("page");
    let Some(more) = more else {
        return page.right.finish();
    };
    tick("left").await;
    drop(page.left);
    page = Pair {
        left: {
            if early {
                return more.len();
            }
            leaf("left", log("left")).await
        },
        right: page.right.with(more.name()),
    };
    tick("after").await;
    page.left.len() + page.right.len()
}

async fn load(depth: usize) -> Option<Job> {
    tick("load").await;
    depth.checked_sub(1).map(job)
}

#[visible_async]
async fn field_or_break(depth: usize) -> usize {
    let mut count = 0;
    let mut next = Some(job(depth));
    while let Some(job) = next {
        count += job.name.len();
        let Some(parent) = job.parent else { break };
        event("parent");
        next = load(depth - count / 4).await;
        count += parent.name.len();
    }
    count
}

#[visible_async]
async fn field_of_a_field(tagged: bool) -> usize {
    let pair = (job(usize::from(tagged)), log("beside"));
    tick("begin").await;
    let Some(tag) = pair.0.tag else { panic!("no tag") };
    tick("wait").await;
    drop(tag);
    tick("again").await;
    pair.0.name.len() + pair.1.len()
}

#[visible_async]
async fn inside_native_code(tagged: bool) -> usize {
    let job = job(usize::from(tagged));
    tick("begin").await;
    let size = {
        let Some(mut tag) = job.tag else {
            event("none");
            return 0;
        };
        tag = log("other");
        tag.len()
    };
    tick("wait").await;
    size + job.name.len()
}

#[visible_async]
async fn field_or_wait(tagged: bool) -> usize {
    let job = job(usize::from(tagged));
    tick("begin").await;
    let Some(tag) = job.tag else {
        tick("else").await;
        return job.name.len();
    };
    tick("wait").await;
    tag.len()
}

#[visible_async]
async fn part_of_a_variant(step: Step) -> usize {
    tick("begin").await;
    let Step::Running { job, .. } = step else {
        tick("else").await;
        return 0;
    };
    tick("wait").await;
    job.len()
}

#[visible_async]
async fn replaced(mut step: Step, longer: bool) -> usize {
    tick("begin").await;
    let old = std::mem::replace(&mut step, Step::Idle);
    step = match old {
        Step::Running { job, .. } if longer && job.len() > 2 => {
            tick("running").await;
            Step::Done(job)
        }
        Step::Running { mut job, .. } => {
            tick("other").await;
            job = log("new");
            Step::Done(job)
        }
        other => other,
    };
    tick("end").await;
    match step {
        Step::Done(done) => done.len(),
        Step::Running { held, .. } => held.len(),
        Step::Idle => 0,
    }
}

struct Holder {
    step: Step,
    name: Log,
}

#[visible_async]
async fn variant_of_a_field(step: Step) -> usize {
    let holder = Holder { step, name: log("name") };
    tick("begin").await;
    let Step::Running { job, .. } = holder.step else {
        tick("else").await;
        return holder.name.len();
    };
    tick("wait").await;
    job.len()
}

#[visible_async]
async fn borrowed_part(tagged: bool) -> usize {
    let mut job = job(usize::from(tagged));
    let borrowed = &mut job;
    tick("begin").await;
    let Some(ref mut tag) = borrowed.tag else {
        tick("else").await;
        return 0;
    };
    *tag = log("other");
    tick("wait").await;
    tag.len()
}
