use visible_async::Owns;

#[derive(Owns)]
union Bits {
    byte: u8,
}

fn main() {}
