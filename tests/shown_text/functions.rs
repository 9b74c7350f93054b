// Compiled twice, by rustc alone and under the attribute.
#[visible_async]
pub async fn shows(list: &[u8], x: u8) {
    let k = x + 1;
    let n = dbg!(std::future::ready(k).await + x);
    dbg!(k, n - 1, list.len());
    let text = dbg!(String::from("text"));
    let moved = dbg!(text);
    std::future::ready(()).await;
    dbg!(&moved[1..], u16::from(k) << 2,);
    dbg!(std::future::ready(k).await, std::future::ready(-1).await);
    dbg!();
}
