//! Futures that another function returns as its own, and lifetimes of a header that no argument names.
use super::*;

struct Client(usize);

trait Requester {
    fn request<S: Display>(&self, subject: S) -> impl Future<Output = usize>;
    fn all<S: Display + Clone>(self, subject: S, times: usize) -> impl Iterator<Item = impl Future<Output = usize>>;
}

impl Client {
    #[visible_async]
    pub async fn request<S: Display>(&self, subject: S) -> usize {
        pause().await;
        subject.to_string().len() + self.0
    }
}

struct Each<R>(R);

impl<R> Each<R> {
    #[visible_async]
    pub async fn execute<S: Display>(self, subject: S) -> (R, usize) {
        pause().await;
        (self.0, subject.to_string().len())
    }
}

impl Requester for Client {
    fn request<S: Display>(&self, subject: S) -> impl Future<Output = usize> {
        self.request(subject)
    }

    fn all<S: Display + Clone>(self, subject: S, times: usize) -> impl Iterator<Item = impl Future<Output = usize>> {
        let more = self.0;
        let sizes = move |(_, size)| size + more;
        (0..times).map(move |n| futures::FutureExt::map(Each(n).execute(subject.clone()), sizes))
    }
}

struct Proxy<'a>(&'a str);

impl<'a> Proxy<'a> {
    #[visible_async]
    pub async fn open<D>(client: &Client, destination: D) -> Result<Proxy<'a>, usize>
    where
        D: std::convert::TryInto<&'a str>,
    {
        pause().await;
        destination.try_into().map(Proxy).map_err(|_| client.0)
    }

    #[visible_async]
    pub async fn named<D: Display>(client: &Client, destination: D, found: Option<D>) -> Option<Proxy<'a>> {
        pause().await;
        let text = destination.to_string();
        pause().await;
        found.filter(|found| found.to_string() == text).and(None).or((client.0 > text.len()).then_some(Proxy("long")))
    }
}

#[test]
fn run_all() {
    let text = String::from("text");
    let client = Client(6);
    assert_eq!(block_on(Requester::request(&client, &text)), 10);
    assert_eq!(run_send(Proxy::open(&client, &*text)).map(|proxy| proxy.0), Ok("text"));
    assert_eq!(run_send(Proxy::named(&client, &text, None)).map(|proxy| proxy.0), Some("long"));
    assert_eq!(client.all(1, 2).map(block_on).collect::<Vec<_>>(), [7, 7]);
}
