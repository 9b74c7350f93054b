//! The attribute on a method: the header of its `impl` is out of sight.
use super::*;

struct Words<'x, T> {
    text: &'x str,
    value: T,
}

impl<'x, T: Clone> Words<'x, T> {
    #[visible_async]
    pub async fn new(text: &'x str, value: T) -> Self {
        pause().await;
        Words { text, value }
    }

    #[visible_async]
    pub async fn by_ref(&self) -> &T {
        pause().await;
        &self.value
    }

    #[visible_async]
    pub async fn by_mut(&mut self, value: T) -> &mut T {
        pause().await;
        self.value = value;
        &mut self.value
    }

    #[visible_async]
    pub async fn into_text(self) -> (&'x str, T) {
        pause().await;
        (self.text, self.value)
    }

    #[visible_async]
    pub async fn with(mut self, value: T) -> Self {
        self.value = value;
        pause().await;
        self
    }

    #[visible_async]
    pub async fn boxed(self: Box<Self>) -> T {
        pause().await;
        self.value
    }

    #[visible_async]
    pub async fn pinned(self: Pin<&mut Self>) -> &str {
        pause().await;
        self.text
    }

    #[visible_async]
    pub async fn counted(self: Arc<Self>, other: &str) -> usize {
        pause().await;
        self.text.len() + other.len()
    }

    #[visible_async]
    pub async fn typed(self: &Arc<Self>, _other: &str) -> &T {
        pause().await;
        &self.value
    }

    #[visible_async]
    pub async fn many<'a, U: Display>(&'a self, other: &str, shown: U, also: impl Display) -> (&'a T, String) {
        pause().await;
        (&self.value, format!("{}{other}{shown}{also}", self.text))
    }

    #[visible_async]
    async fn private(&self, other: &str) -> usize {
        pause().await;
        self.text.len() + other.len()
    }

    #[visible_async]
    pub async unsafe fn raw(&self, at: *const T) -> T {
        pause().await;
        unsafe { (*at).clone() }
    }

    #[visible_async]
    pub async fn words(&self) -> impl Iterator<Item = &'x str> {
        pause().await;
        self.text.split(' ')
    }
}

struct Io<IO, const N: usize> {
    io: IO,
}

impl<IO, const N: usize> Io<IO, N> {
    #[visible_async]
    pub async fn open(io: IO, url: &str) -> Io<IO, N> {
        pause().await;
        assert!(url.len() <= N);
        Io { io }
    }

    #[visible_async]
    pub async fn close(this: Io<IO, N>) -> IO {
        pause().await;
        this.io
    }
}

impl<'x> Words<'x, u8> {
    #[visible_async]
    pub async fn parse(text: &'x str, value: &u8) -> Words<'x, u8> {
        pause().await;
        Words { text, value: *value }
    }
}

#[allow(async_fn_in_trait)]
trait Source {
    async fn next(&mut self) -> Option<u8>;
    async fn fill<'a>(&self, into: &'a mut Vec<u8>, from: &[u8]) -> &'a mut Vec<u8>;
    async fn shared<T: Display>(&self, value: T, also: impl Display) -> String;
    async fn create(n: u8) -> Self;
}

struct Count(u8);

impl Source for Count {
    #[visible_async]
    async fn next(&mut self) -> Option<u8> {
        pause().await;
        self.0 = self.0.checked_add(1)?;
        Some(self.0)
    }

    #[visible_async]
    async fn fill<'a>(&self, into: &'a mut Vec<u8>, from: &[u8]) -> &'a mut Vec<u8> {
        pause().await;
        into.extend(from);
        into.push(self.0);
        into
    }

    #[visible_async]
    async fn shared<T: Display>(&self, value: T, also: impl Display) -> String {
        pause().await;
        format!("{}{value}{also}", self.0)
    }

    #[visible_async]
    async fn create(n: u8) -> Self {
        pause().await;
        Count(n)
    }
}

/// The header's lifetime bounds what it does not stand in.
struct Reader<R>(R);

#[allow(clippy::extra_unused_lifetimes)]
impl<'r, R: Debug + 'r> Reader<R> {
    async fn fill(&mut self, record: &mut String) -> Result<bool, ()> {
        pause().await;
        record.push_str(&format!("{:?}", self.0));
        Ok(true)
    }

    #[visible_async]
    pub async fn read(&mut self) -> Result<String, ()> {
        let mut record = String::new();
        self.fill(&mut record).await?;
        Ok(record)
    }

    #[visible_async]
    pub async fn through(&mut self) -> Result<String, ()> {
        let text = self.read().await?;
        Ok(text + &self.read().await?)
    }

    #[visible_async]
    pub async fn through_two(&mut self, record: &mut String) -> Result<usize, ()> {
        self.read_into(record).await
    }

    #[visible_async]
    pub async fn read_into(&mut self, record: &mut String) -> Result<usize, ()> {
        self.fill(record).await?;
        let mut more = String::new();
        self.fill(&mut more).await?;
        Ok(record.len() + more.len())
    }

    #[visible_async]
    pub async fn into_record<T: Clone>(mut self, record: &mut String, value: &T) -> (usize, T) {
        let _ = self.fill(record).await;
        let mut more = String::new();
        let _ = self.fill(&mut more).await;
        (record.len() + more.len(), value.clone())
    }

    #[visible_async]
    async fn twice<'a>(&'a self) -> &'a R {
        let (mut record, mut other) = (String::new(), Reader(&self.0));
        let _ = other.fill(&mut record).await;
        &self.0
    }
}

#[test]
fn run_bounded_by_the_header() {
    let mut reader = Reader("x");
    assert_eq!(run_send(reader.read()), Ok("\"x\"".to_owned()));
    assert_eq!(*run_send(reader.twice()), "x");
    let mut record = String::new();
    assert_eq!(run_send(reader.read_into(&mut record)), Ok(6));
    assert_eq!(run_send(reader.through()), Ok("\"x\"\"x\"".to_owned()));
    assert_eq!(run_send(reader.through_two(&mut String::new())), Ok(6));
    assert_eq!(run_send(reader.into_record(&mut record, &1)), (9, 1));
}

#[test]
fn run_all() {
    let text = String::from("a bc");
    let mut words = run_send(Words::new(&text, 1));
    assert_eq!(*run_send(words.by_ref()), 1);
    assert_eq!(*run_send(words.by_mut(2)), 2);
    let words = run_send(words.with(3));
    assert_eq!(run_send(words.many("!", "?", &text)), (&3, "a bc!?a bc".to_owned()));
    assert_eq!(block_on(words.private("!")), 5);
    assert_eq!(run(unsafe { words.raw(&4) }), 4);
    assert_eq!(run_send(words.words()).next(), Some("a"));
    assert_eq!(run_send(words.into_text()), ("a bc", 3));
    let words = || Words { text: &text, value: 5 };
    assert_eq!(run_send(Box::new(words()).boxed()), 5);
    assert_eq!(run_send(std::pin::pin!(words()).pinned()), "a bc");
    assert_eq!(run_send(Arc::new(words()).counted("!")), 5);
    assert_eq!(*run_send(Arc::new(words()).typed("!")), 5);
}

#[test]
fn run_header_out_of_sight() {
    let text = String::from("text");
    let io = run_send(Io::<_, 4>::open(&text, "url"));
    assert_eq!(run_send(Io::close(io)), "text");
    assert_eq!(run_send(Words::parse(&text, &1)).value, 1);
}

#[test]
fn run_trait() {
    let mut count = block_on(Count::create(1));
    assert_eq!(block_on(count.next()), Some(2));
    assert_eq!(*block_on(count.fill(&mut vec![1], &[5])), [1, 5, 2]);
    assert_eq!(block_on(count.shared("a", 'b')), "2ab");
}

// The lifetime of the `impl` is in none of its types.
struct Update<E>(E);

impl<'a, E> Update<E>
where
    E: Clone,
{
    #[visible_async]
    pub async fn exec<C>(self, on: &'a C) -> (usize, &'a C)
    where
        C: AsRef<str>,
    {
        pause().await;
        (on.as_ref().len(), on)
    }
}

#[test]
fn lifetime_of_no_type() {
    assert_eq!(block_on(Update(1).exec(&"one")).0, 3);
}
