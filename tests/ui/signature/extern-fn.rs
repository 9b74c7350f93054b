use visible_async::visible_async;

#[visible_async]
#[allow(improper_ctypes_definitions)]
async extern "C" fn entry(n: u8) -> u8 {
    n
}

struct All;

#[visible_async]
impl All {
    #[visible_async(boxed)]
    pub async extern "C" fn at_once(&self) {}

    pub async fn fine(&self) {}
}

fn main() {
    drop(entry(1));
    drop(All.at_once());
    drop(All.fine());
}
