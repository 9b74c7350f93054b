// Boxes that the type of what is matched tells of, through std's own types as well.
use visible_async_test_support::prelude::*;

cases! {
    parts_of_what_is_inside(Both { both: Box::new(pair("b")), name: log("n") });
    part_and_whole(Both { both: Box::new(pair("b")), name: log("n") }, true);
    part_and_whole(Both { both: Box::new(pair("b")), name: log("n") }, false);
    pattern_on_what_is_inside(Both { both: Box::new(pair("b")), name: log("n") });
    field_of_a_struct(Both { both: Box::new(pair("b")), name: log("n") });
    taken_apart_in_a_closure(Both { both: Box::new(pair("b")), name: log("n") });
    optional(Some(Box::new(log("b"))), true);
    optional(Some(Box::new(log("b"))), false);
    optional(None, true);
    result(Ok(Box::new(log("b"))));
    result(Err(Box::new(log("e"))));
    tuple((Box::new(log("b")), 2), true);
    tuple((Box::new(log("b")), 2), false);
    tuple_argument((Box::new(log("b")), 2));
    list(vec![Box::new(log("a")), Box::new(log("b"))]);
    stack(vec![Box::new(log("a")), Box::new(log("b"))]);
    leaves(node("a", Some(node("b", None))));
    linked(None);
    linked(Some(Box::new(Node { next: None, log: log("n") })));
    linked(Some(Box::new(Node { next: Some(Box::new(Node { next: None, log: log("m") })), log: log("n") })));
    leaves(Tree::Leaf(log("a")));
    popped(Queue { first: Some(Box::new(Node { next: None, log: log("n") })), name: log("q") });
    behind(Some(Box::new(log("b"))));
    plain(Some(Box::new(3)));
    consumed(Some(Box::new(log("b"))));
}

pub struct Both {
    both: Box<Pair>,
    name: Log,
}

pub enum Tree<T> {
    Leaf(T),
    Node(Option<Box<Tree<T>>>, T),
}

type Link = Option<Box<Node>>;

pub struct Node {
    next: Link,
    log: Log,
}

pub struct Queue {
    first: Link,
    name: Log,
}

fn node(name: &str, next: Option<Tree<Log>>) -> Tree<Log> {
    Tree::Node(next.map(Box::new), log(name))
}

async fn spend(of: Log) -> usize {
    tick("spend").await;
    of.len()
}

async fn spend_pair(of: Pair) -> usize {
    tick("spend").await;
    of.left.len()
}

#[visible_async]
async fn parts_of_what_is_inside(of: Both) -> usize {
    let Both { both, name } = of;
    let n = spend(both.left).await;
    tick("between").await;
    n + spend(both.right).await
}

#[visible_async]
async fn part_and_whole(of: Both, whole: bool) -> usize {
    let Both { both, .. } = of;
    tick("wait").await;
    let n = if whole { spend_pair(*both).await } else { spend(both.right).await };
    tick("after").await;
    n
}

#[visible_async]
async fn pattern_on_what_is_inside(of: Both) -> usize {
    let Both { both, name } = of;
    tick("wait").await;
    let Pair { left, .. } = *both;
    let n = spend(left).await;
    tick("after").await;
    n
}

#[visible_async]
async fn taken_apart_in_a_closure(of: Both) -> usize {
    let Both { both, name } = of;
    tick("wait").await;
    let n = Some(1).map(|n| {
        let Pair { left, right } = *both;
        n + left.len()
    });
    tick("after").await;
    n.unwrap_or(name.len())
}

#[visible_async]
async fn field_of_a_struct(of: Both) -> usize {
    let both = of.both;
    tick("wait").await;
    let n = spend_pair(*both).await;
    tick("after").await;
    n
}

#[visible_async]
async fn optional(of: Option<Box<Log>>, early: bool) -> usize {
    let mut n = 0;
    if let Some(of) = of {
        if early {
            n = spend(*of).await;
        }
        tick("scope goes on").await;
    }
    tick("after").await;
    n
}

#[visible_async]
async fn result(of: Result<Box<Log>, Box<Log>>) -> usize {
    let n = match of {
        Ok(of) => {
            let n = spend(*of).await;
            tick("ok").await;
            n
        }
        Err(error) => {
            tick("err").await;
            let n = spend(*error).await;
            tick("err again").await;
            n
        }
    };
    tick("after").await;
    n
}

#[visible_async]
async fn tuple(of: (Box<Log>, usize), early: bool) -> usize {
    let (of, n) = of;
    if early {
        tick("early").await;
        let inner = *of;
        tick("moved").await;
        drop(inner);
    }
    tick("after").await;
    n
}

#[visible_async]
async fn tuple_argument((of, n): (Box<Log>, usize)) -> usize {
    tick("before").await;
    let n = n + spend(*of).await;
    tick("after").await;
    n
}

#[visible_async]
async fn list(list: Vec<Box<Log>>) -> usize {
    let mut n = 0;
    for each in list {
        n += spend(*each).await;
        tick("turn").await;
    }
    n
}

#[visible_async]
async fn stack(mut stack: Vec<Box<Log>>) -> usize {
    let mut n = 0;
    while let Some(each) = stack.pop() {
        tick("popped").await;
        n += spend(*each).await;
        tick("turn").await;
    }
    n
}

#[visible_async]
async fn leaves<T: Into<Option<Log>>>(of: Tree<T>) -> usize {
    let mut at = of;
    let mut n = 0;
    loop {
        match at {
            Tree::Leaf(_) => break,
            Tree::Node(Some(next), _) => {
                tick("down").await;
                at = *next;
                n += 1;
                tick("at").await;
            }
            Tree::Node(None, of) => {
                n += of.into().map_or(0, |of| of.len());
                break;
            }
        }
    }
    n
}

#[visible_async]
async fn linked(link: Link) -> usize {
    let (mut link, mut n) = (link, 0);
    while let Some(node) = link {
        tick("node").await;
        let Node { next, log } = *node;
        link = next;
        n += spend(log).await;
    }
    n
}

#[visible_async]
async fn popped(mut queue: Queue) -> usize {
    let mut n = 0;
    while let Some(node) = std::mem::take(&mut queue.first) {
        tick("node").await;
        let node = *node;
        tick("unboxed").await;
        queue.first = node.next;
        n += node.log.len();
    }
    n + queue.name.len()
}

#[visible_async]
async fn behind(of: Option<Box<Log>>) -> usize {
    let mut n = 0;
    if let Some(of) = &of {
        let inner: &Log = &**of;
        tick("lent").await;
        n += inner.len() + (**of).len();
        tick("lent again").await;
    }
    if let Some(of) = of.as_ref() {
        tick("as_ref").await;
        n += of.len();
    }
    n
}

#[visible_async]
async fn plain(of: Option<Box<u8>>) -> u8 {
    let mut n = 0;
    if let Some(of) = of {
        tick("plain").await;
        n += *of;
        tick("scope goes on").await;
    }
    n
}

#[visible_async]
async fn consumed(of: Option<Box<Log>>) -> usize {
    let mut n = 0;
    if let Some(of) = of {
        tick("wait").await;
        n += of.finish();
        tick("scope goes on").await;
    }
    n
}
