//! What it costs to see where a function waits, by each crate that shows it: nanoseconds of a call and bytes of a future, for the README.
//!
//! `cargo bench --bench beside` prints the table, `UPDATE=1` writes it to the README, `-- --test` only checks its bytes.
use criterion::Criterion;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

#[path = "beside/forms.rs"]
mod forms;
#[path = "leaf.rs"]
#[allow(dead_code, reason = "it has the leaves of the other benches as well")]
mod leaf;
#[path = "beside/table.rs"]
mod table;

/// How often each is measured.
pub const ROUNDS: usize = 9;

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("criterion");
    // All that the table tells is of one run.
    let _ = std::fs::remove_dir_all(folder.join("beside"));
    let criterion = Criterion::default().output_directory(&folder).configure_from_args();
    let mut criterion = criterion.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    let forms: Vec<_> = forms::all().collect();
    forms.iter().enumerate().for_each(|(number, form)| println!("{number} is {}", form.name));
    let mut group = criterion.benchmark_group("beside");
    // Round by round, so that the machine's moods hit all alike; but the last form leaves a subscriber behind.
    let (others, last) = (0..forms.len() - 1, forms.len() - 1);
    let rounds = (0..ROUNDS).flat_map(|round| others.clone().map(move |number| (number, round)));
    for (number, round) in rounds.chain((0..ROUNDS).map(|round| (last, round))) {
        let form = &forms[number];
        assert_eq!((form.call)(3), (forms[0].call)(3), "{}", form.name);
        group.bench_function(table::id(number, round), |bencher| {
            (form.around)(&mut || bencher.iter(|| (form.call)(black_box(3))));
        });
    }
    group.finish();
    criterion.final_summary();
    println!("{}", table::seen(&forms));
    table::told(&forms, &folder);
}
