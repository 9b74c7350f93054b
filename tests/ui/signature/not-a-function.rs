use visible_async::visible_async;

#[visible_async]
struct Struct {
    field: u8,
}

#[visible_async]
enum Enum {
    Variant,
}

#[visible_async]
const CONST: u8 = 1;

#[visible_async]
type Alias = u8;

#[visible_async]
use std::fmt::Debug as _;

#[visible_async]
macro_rules! rules {
    () => {};
}

rules!();

fn main() {
    let _ = (Struct { field: 1 }.field, Enum::Variant, CONST, Alias::MAX);
}
