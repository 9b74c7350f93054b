use visible_async::visible_async;

macro_rules! leave {
    ($value:expr) => {
        return $value.await
    };
}

#[visible_async(enum = HiddenState)]
async fn hidden() -> u32 {
    leave!(std::future::ready(1));
}

fn main() {
    drop(hidden());
}
