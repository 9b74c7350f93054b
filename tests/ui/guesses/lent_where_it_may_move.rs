//! A call that may move a local, which something has borrowed that is used later in the same statement.
use std::cell::Cell;

use visible_async::visible_async;

struct Owner(Cell<u32>, String);

impl Owner {
    fn nudge(&self) -> u32 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }

    #[visible_async]
    async fn receiver(self) -> u32 {
        let seen: &Cell<u32> = &self.0;
        tick().await;
        looked(seen, self.nudge())
    }
}

async fn tick() {}

fn looked(seen: &Cell<u32>, n: u32) -> u32 {
    seen.get() + n
}

macro_rules! nudged {
    ($owner:expr) => {
        $owner.nudge()
    };
}

#[visible_async]
async fn argument((owner, _): (Owner, String)) -> u32 {
    let seen = &owner.0;
    tick().await;
    let both = (seen, owner.nudge());
    both.0.get() + both.1
}

#[visible_async]
async fn in_a_macro(owner: Option<Owner>) -> u32 {
    if let Some(owner) = owner {
        let seen = &owner.0;
        tick().await;
        return looked(seen, nudged!(owner));
    }
    0
}

impl Owner {
    fn grown(&self, by: &Cell<u32>) -> Owner {
        self.0.set(7);
        Owner(Cell::new(by.get()), String::new())
    }
}

// What the call changes in the owner, `seen` would not see: it looks at the slot.
#[visible_async]
async fn assigned_what_is_made_of_it() -> u32 {
    let mut owner = Owner(Cell::new(1), String::new());
    let seen = &owner.0;
    tick().await;
    owner = owner.grown(seen);
    tick().await;
    owner.0.get()
}

fn main() {}
