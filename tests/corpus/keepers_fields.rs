// Calls that may move a field of a local, while others of its fields are mentioned again.
use visible_async_test_support::prelude::*;

cases! {
    field_sent_then_another();
    field_looked_at_then_another();
    field_sent_beside_a_copy();
    field_lent_over_waits();
    field_sent_on_a_path(true);
    field_sent_on_a_path(false);
    others_moved_on_paths(0);
    others_moved_on_paths(1);
    others_moved_on_paths(2);
    Server::shut_down(Server::new("me"));
    Server::describe(Server::new("me"));
    inner_field_sent();
    pattern_behind_the_call();
    assigned_behind_the_call();
    field_gets_a_new_value();
    last_field_in_arguments(3);
    others_in_a_chain(whole("a"));
    others_behind_a_chain(whole("b"));
    field_as_an_argument(Server::new("given"), Sender(log("sender")));
}

/// What each method does with its receiver is hidden behind a macro.
mod far {
    use super::*;
    pub struct Sender(pub Log);
    macro_rules! sends { ($($name:ident: $this:ty;)*) => { $(pub fn $name(self: $this, what: usize) -> usize {
        event(format!("sends {what}"));
        self.0.len() + what
    })* } }
    impl Sender {
        sends! { post: Self; poke: &Self; }
    }
    macro_rules! lends { ($($name:ident)*) => { $(pub fn $name(&mut self) -> &mut Log { &mut self.0 })* } }
    impl Sender {
        lends! { hand }
    }
    pub struct Client(pub Log);
    macro_rules! asks { ($($name:ident: $this:ty;)*) => { $(pub fn $name(self: $this, what: &str) -> Request { self.0.touch(what); Request(log(what)) })* } }
    impl Client {
        asks! { demand: Self; plead: &Self; }
    }
    pub struct Request(pub Log);
    impl Request {
        pub fn with(self, more: Log) -> Request {
            event("with");
            Request(more)
        }
        pub async fn deliver(self, size: &usize) -> Result<usize, Log> {
            tick("deliver").await;
            Ok(self.0.len() + size)
        }
    }
}
use far::*;

pub struct Server {
    name: Log,
    shutdown: Sender,
    handle: Log,
    count: usize,
    rest: Log,
}

impl Server {
    fn new(name: &str) -> Server {
        Server { name: log(name), shutdown: Sender(log("sender")), handle: log("handle"), count: 3, rest: log("rest") }
    }

    #[visible_async]
    async fn shut_down(self) -> usize {
        let size = self.shutdown.post(1);
        tick("between").await;
        size + self.handle.finish()
    }

    #[visible_async]
    async fn describe(self) -> usize {
        let size = self.shutdown.poke(1);
        tick("between").await;
        size + self.handle.finish()
    }
}

#[visible_async]
async fn field_sent_then_another() -> usize {
    let server = Server::new(&load("name").await.name());
    let beside = log("beside");
    let size = server.shutdown.post(2);
    tick("between").await;
    let handle = server.handle;
    tick("moved").await;
    size + handle.len() + beside.len()
}

#[visible_async]
async fn field_looked_at_then_another() -> usize {
    let server = Server::new("name");
    let beside = log("beside");
    tick("before").await;
    let size = server.shutdown.poke(2);
    tick("between").await;
    let handle = server.handle;
    tick("moved").await;
    size + handle.len() + beside.len()
}

#[visible_async]
async fn field_sent_beside_a_copy() -> usize {
    let server = Server::new("name");
    tick("before").await;
    let size = server.shutdown.post(server.count);
    tick("between").await;
    size + server.count + server.name.len()
}

#[visible_async]
async fn field_lent_over_waits() -> usize {
    let mut server = Server::new("name");
    tick("before").await;
    let lent = server.shutdown.hand();
    tick("between").await;
    let handle = server.handle;
    lent.grow("more");
    tick("grown").await;
    handle.len() + lent.len() + server.name.len()
}

#[visible_async]
async fn field_sent_on_a_path(sent: bool) -> usize {
    let server = Server::new("name");
    tick("before").await;
    let size = if sent { server.shutdown.post(1) } else { 0 };
    tick("between").await;
    size + server.name.len()
}

#[visible_async]
async fn others_moved_on_paths(path: usize) -> usize {
    let server = Server::new("name");
    tick("before").await;
    let size = server.shutdown.poke(1);
    if path == 0 {
        let handle = server.handle;
        tick("handle").await;
        return size + handle.len();
    }
    if path == 1 {
        drop(server.rest);
        tick("rest").await;
    }
    drop(server.name);
    tick("end").await;
    size
}

#[visible_async]
async fn inner_field_sent() -> usize {
    let pair = (Server::new("first"), Server::new("second"));
    tick("before").await;
    let size = pair.0.shutdown.post(4);
    tick("between").await;
    let second = pair.1;
    tick("second").await;
    size + second.name.len() + pair.0.name.len()
}

#[visible_async]
async fn pattern_behind_the_call() -> usize {
    let pair = (Sender(log("sender")), (log("a"), log("b")));
    tick("before").await;
    let size = pair.0.post(4);
    tick("between").await;
    let (a, _) = pair.1;
    tick("taken apart").await;
    size + a.len()
}

#[visible_async]
async fn assigned_behind_the_call() -> usize {
    let mut server = Server::new("name");
    tick("before").await;
    let size = server.shutdown.poke(4);
    tick("between").await;
    server.name = log("other");
    server.count += 1;
    tick("assigned").await;
    size + server.count + server.name.len()
}

#[visible_async]
async fn field_gets_a_new_value() -> usize {
    let mut server = Server::new("name");
    tick("before").await;
    let size = server.shutdown.poke(4);
    tick("between").await;
    server.shutdown = Sender(log("new"));
    tick("assigned").await;
    size + server.name.len()
}

#[visible_async]
async fn last_field_in_arguments(count: usize) -> usize {
    let server = Server::new("name");
    tick("before").await;
    if count > 5 {
        return server.shutdown.post(count);
    }
    tick("small").await;
    server.shutdown.post(server.count)
}

struct Whole(Client, Log, Log, usize);

fn whole(name: &str) -> Whole {
    Whole(Client(log("client")), log(name), log("payload"), 7)
}

#[visible_async]
async fn others_in_a_chain(whole: Whole) -> Result<usize, Log> {
    tick("before").await;
    let size = whole.0.demand("request").with(whole.2).deliver(&whole.3).await?;
    tick("delivered").await;
    Ok(size + whole.1.len())
}

#[visible_async]
async fn others_behind_a_chain(whole: Whole) -> Result<usize, Log> {
    let size = whole.0.plead("request").with(log("more")).deliver(&whole.3).await?;
    let payload = whole.2;
    tick("delivered").await;
    Ok(size + whole.1.len() + payload.len())
}

#[visible_async]
async fn field_as_an_argument(server: Server, sender: Sender) -> usize {
    let size = sender.post(server.handle.finish());
    tick("between").await;
    size + server.name.len()
}
