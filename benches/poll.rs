//! Criterion's view: each shape as rustc's own future, and as a machine.
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;

#[path = "both.rs"]
mod both;

fn poll(criterion: &mut Criterion) {
    for shape in both::SHAPES {
        let mut group = criterion.benchmark_group(shape.name);
        group.bench_function("rustc", |bencher| bencher.iter(|| (shape.plain)(black_box(shape.argument))));
        group.bench_function("visible", |bencher| bencher.iter(|| (shape.visible)(black_box(shape.argument))));
        group.finish();
    }
}

criterion_group!(benches, poll);
criterion_main!(benches);
