use visible_async::Owns;

#[derive(Owns)]
struct Name<'a, T>(&'a str, T);

fn main() {}
