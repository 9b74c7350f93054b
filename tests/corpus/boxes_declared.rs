// Boxes that only a declaration beside the function tells of: a field's, a variant's, or the type of what is matched.
use visible_async_test_support::prelude::*;

cases! {
    called_in_a_box(Box::new(caller("f")));
    copied_from_a_boxed_drop(Box::new(Ticket { number: 3 }));
    called_in_a_field(Handler { call: Box::new(caller("f")), name: log("n") });
    copied_in_an_arm(Desk::Open(Box::new(Ticket { number: 3 })));
    eval(tree());
    eval_sum(tree());
    imported(Expr::Neg { inner: num(1) });
    in_branches(Expr::Add(num(1), num(2)), true);
    in_branches(Expr::Add(num(1), num(2)), false);
    in_branches(Expr::Neg { inner: num(2) }, false);
    nested(Some(Expr::Neg { inner: num(5) }));
    nested(None);
    rest_of_a_struct(job(None));
    all_of_a_struct(job(Some(job(None))));
    chain_of_jobs(job(Some(job(Some(job(None))))));
    with_else(Expr::Neg { inner: num(5) });
    with_else(Expr::Num(log("5")));
    argument_pattern(job(None), 2);
    lent(tree());
    lent_by_reference();
}

fn caller(name: &str) -> impl Fn(usize) -> Leaf<usize> + use<> {
    let held = log(name);
    move |n| leaf("called", n + held.len())
}

pub struct Ticket {
    number: u8,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        event(format!("drop ticket {}", self.number));
    }
}

pub struct Handler {
    call: Box<dyn Fn(usize) -> Leaf<usize>>,
    name: Log,
}

pub enum Desk {
    Open(Box<Ticket>),
}

pub enum Expr {
    Num(Log),
    Add(Box<Expr>, Box<Expr>),
    Neg { inner: Box<Expr> },
}

pub struct Job {
    next: Option<Box<Job>>,
    body: Box<Log>,
}

fn num(n: u8) -> Box<Expr> {
    Box::new(Expr::Num(log(format!("{n}"))))
}

fn tree() -> Expr {
    Expr::Add(num(1), Box::new(Expr::Neg { inner: num(22) }))
}

fn job(next: Option<Job>) -> Job {
    Job { next: next.map(Box::new), body: Box::new(log("body")) }
}

async fn run(of: Expr) -> usize {
    tick("run").await;
    if let Expr::Num(of) = of { of.len() } else { 1 }
}

async fn spend(of: Log) -> usize {
    tick("spend").await;
    of.len()
}

#[visible_async]
async fn called_in_a_box(call: Box<dyn Fn(usize) -> Leaf<usize>>) -> usize {
    let n = (*call)(1).await;
    tick("after").await;
    n
}

#[visible_async]
async fn copied_from_a_boxed_drop(ticket: Box<Ticket>) -> u8 {
    let Ticket { number } = *ticket;
    tick("after").await;
    number
}

#[visible_async]
async fn called_in_a_field(handler: Handler) -> usize {
    let Handler { call, name } = handler;
    let n = (*call)(1).await;
    tick("after").await;
    n + name.len()
}

#[visible_async]
async fn copied_in_an_arm(desk: Desk) -> u8 {
    let n = match desk {
        Desk::Open(ticket) => {
            let Ticket { number } = *ticket;
            tick("after").await;
            number
        }
    };
    tick("end").await;
    n
}

#[visible_async]
async fn eval(of: Expr) -> usize {
    match of {
        Expr::Num(n) => n.len(),
        Expr::Add(a, b) => Box::pin(eval(*a)).await + Box::pin(eval(*b)).await,
        Expr::Neg { inner } => run(*inner).await,
    }
}

impl Expr {
    #[visible_async]
    async fn sum(self) -> usize {
        let n = match self {
            Self::Num(n) => n.len(),
            Self::Add(a, b) => {
                let a = Box::pin(Self::sum(*a)).await;
                a + Box::pin(Self::sum(*b)).await
            }
            Self::Neg { inner } => Box::pin(inner.sum()).await,
        };
        tick("summed").await;
        n
    }
}

#[visible_async]
async fn eval_sum(of: Expr) -> usize {
    of.sum().await
}

#[visible_async]
async fn imported(of: Expr) -> usize {
    use Expr::*;
    let n = match of {
        Num(n) => n.len(),
        Add(a, ..) | Neg { inner: a } => run(*a).await,
    };
    tick("after").await;
    n
}

#[visible_async]
async fn in_branches(of: Expr, left: bool) -> usize {
    let mut n = 0;
    if let Expr::Add(a, b) = of {
        tick("first").await;
        if left {
            n += run(*a).await;
        } else {
            tick("other").await;
            n += run(*b).await;
        }
        tick("scope goes on").await;
    }
    n
}

#[visible_async]
async fn nested(of: Option<Expr>) -> usize {
    let kept = log("kept");
    let n = match of {
        Some(Expr::Neg { inner }) => run(*inner).await + kept.len(),
        _ => 0,
    };
    tick("after").await;
    n
}

#[visible_async]
async fn rest_of_a_struct(job: Job) -> usize {
    let Job { body, .. } = job;
    tick("wait").await;
    let n = spend(*body).await;
    tick("after").await;
    n
}

#[visible_async]
async fn all_of_a_struct(job: Job) -> usize {
    let Job { next, body } = job;
    if let Some(next) = next {
        let n = rest_of_a_struct(*next).await;
        tick("next").await;
        return n + spend(*body).await;
    }
    spend(*body).await
}

#[visible_async]
async fn chain_of_jobs(job: Job) -> usize {
    let mut n = 0;
    let mut at = job;
    loop {
        let Job { next, body } = at;
        n += spend(*body).await;
        tick("spent").await;
        let Some(next) = next else { break };
        at = *next;
    }
    n
}

#[visible_async]
async fn with_else(of: Expr) -> usize {
    let Expr::Neg { inner } = of else {
        tick("else").await;
        return 0;
    };
    let n = run(*inner).await;
    tick("after").await;
    n
}

#[visible_async]
async fn argument_pattern(Job { body, next }: Job, mut n: usize) -> usize {
    n += spend(*body).await;
    tick("after").await;
    n + usize::from(next.is_some())
}

async fn show(of: &Expr) -> usize {
    tick("show").await;
    if let Expr::Num(of) = of { of.len() } else { 0 }
}

#[visible_async]
async fn lent(of: Expr) -> usize {
    let n = match &of {
        Expr::Add(a, b) => {
            let n = show(a).await;
            n + show(&**b).await
        }
        Expr::Neg { inner } => show(inner.as_ref()).await,
        Expr::Num(n) => n.len(),
    };
    tick("after").await;
    n
}

#[visible_async]
async fn by_reference(of: &Expr) -> usize {
    let n = match of {
        Expr::Add(a, _) => {
            let inner: &Expr = &*a;
            show(&**a).await + show(inner).await
        }
        Expr::Neg { inner } => match **inner {
            Expr::Num(ref n) => n.len(),
            _ => 0,
        },
        _ => 1,
    };
    tick("after").await;
    n
}

#[visible_async]
async fn lent_by_reference() -> usize {
    let of = tree();
    by_reference(&of).await
}
