use visible_async::visible_async;

#[visible_async]
async unsafe extern "C" fn print(format: *const u8, ...) {}

fn main() {}
