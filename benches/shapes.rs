// The functions that are measured. Compiled twice: by rustc, and under the attribute.
use super::leaf::{add, mix, now, pause};

// A straight line of awaits that are ready at once.
#[visible_async]
pub async fn straight(seed: u64) -> u64 {
    let a = now(seed).await;
    let b = now(a ^ 1).await;
    let c = now(b.wrapping_add(a)).await;
    let d = now(c.rotate_left(3)).await;
    let e = now(d ^ b).await;
    let f = now(e.wrapping_mul(5)).await;
    let g = now(f ^ c).await;
    let h = now(g.wrapping_add(e)).await;
    a ^ b ^ c ^ d ^ e ^ f ^ g ^ h
}

// A loop that is pending once each time round.
#[visible_async]
pub async fn pending(rounds: u64) -> u64 {
    let mut sum = 0;
    for i in 0..rounds {
        let value = countdown(1).await;
        sum = mix(sum, value ^ i);
    }
    sum
}

#[visible_async]
pub async fn countdown(polls: u64) -> u64 {
    pause(polls).await
}

// Ten machines, one in the other; the innermost one is pending many times.
macro_rules! nest {
    ($outer:ident, $inner:ident $($rest:tt)*) => {
        #[visible_async]
        pub async fn $outer(polls: u64) -> u64 {
            let value = $inner(polls).await;
            value.wrapping_add(1)
        }
        nest!($inner $($rest)*);
    };
    ($innermost:ident) => {
        #[visible_async]
        pub async fn $innermost(polls: u64) -> u64 {
            countdown(polls).await ^ polls
        }
    };
}
nest!(nested, nested9, nested8, nested7, nested6, nested5, nested4, nested3, nested2, nested1);

// Borrows of locals in other locals and in the awaited futures.
#[visible_async]
pub async fn borrows(rounds: u64) -> u64 {
    let mut sum = 0;
    let mut words = [1; 8];
    for i in 0..rounds {
        let (left, right) = words.split_at_mut(4);
        let first = &mut left[(i & 3) as usize];
        *first = mix(*first, countdown(i & 1).await);
        for word in right.iter_mut() {
            sum ^= add(word, *first).await;
        }
        sum = mix(sum, left[0]);
        sum = sum.wrapping_add(add(&mut words[(i & 7) as usize], i).await);
    }
    words.iter().fold(sum, |sum, word| mix(sum, *word))
}
