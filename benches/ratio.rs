//! The time of a machine over that of rustc's future: the median of many interleaved runs in one process, so that the machine's
//! moods hit both alike, and the geometric mean over the shapes.
use std::hint::black_box;
use std::time::{Duration, Instant};

#[path = "both.rs"]
mod both;

const RUNS: usize = 301;
/// How long a run should take, about.
const RUN: Duration = Duration::from_millis(2);

fn main() {
    let mut product = 1.0;
    println!("{:10} {:>12} {:>12} {:>7} {:>15}", "shape", "rustc", "visible", "ratio", "quartiles");
    for shape in &both::SHAPES {
        assert_eq!((shape.plain)(shape.argument), (shape.visible)(shape.argument));
        let ratio = compare(shape);
        product *= ratio;
    }
    println!("geometric mean {:.3}", product.powf(1.0 / both::SHAPES.len() as f64));
}

/// Measures and prints one shape.
fn compare(shape: &both::Shape) -> f64 {
    let count = iterations(shape);
    let mut rows: Vec<(f64, f64, f64)> = Vec::new();
    for run in 0..RUNS {
        // Each of them first, in turn.
        let (plain, visible) = if run % 2 == 0 {
            let plain = time(shape.plain, shape.argument, count);
            (plain, time(shape.visible, shape.argument, count))
        } else {
            let visible = time(shape.visible, shape.argument, count);
            (time(shape.plain, shape.argument, count), visible)
        };
        rows.push((visible / plain, plain, visible));
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (ratio, plain, visible) = rows[RUNS / 2];
    let (low, high) = (rows[RUNS / 4].0, rows[RUNS * 3 / 4].0);
    let each = 1e9 / f64::from(count);
    println!("{:10} {:9.1} ns {:9.1} ns {ratio:7.3} {low:7.3} {high:7.3}", shape.name, plain * each, visible * each);
    ratio
}

fn iterations(shape: &both::Shape) -> u32 {
    let mut count = 1;
    while time(shape.plain, shape.argument, count) < RUN.as_secs_f64() {
        count *= 2;
    }
    count
}

/// Seconds.
fn time(run: fn(u64) -> u64, argument: u64, count: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..count {
        black_box(run(black_box(argument)));
    }
    start.elapsed().as_secs_f64()
}
