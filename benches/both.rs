// The shapes in both copies, for the two bench programs.
#[path = "leaf.rs"]
pub mod leaf;

pub mod plain {
    use visible_async_test_attributes::plain as visible_async;
    include!("shapes.rs");
}

pub mod visible {
    use visible_async::visible_async;
    include!("shapes.rs");
}

/// A measured function: one iteration as rustc's own future, and as a machine.
pub struct Shape {
    pub name: &'static str,
    pub plain: fn(u64) -> u64,
    pub visible: fn(u64) -> u64,
    /// The argument of one iteration.
    pub argument: u64,
}

macro_rules! shape {
    ($name:ident($argument:expr)) => {
        Shape {
            name: stringify!($name),
            plain: |argument| leaf::drive(plain::$name(argument)),
            visible: |argument| leaf::drive(visible::$name(argument)),
            argument: $argument,
        }
    };
}

/// All shapes.
pub const SHAPES: [Shape; 4] = [shape!(straight(3)), shape!(pending(1000)), shape!(nested(1000)), shape!(borrows(1000))];
