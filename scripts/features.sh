#!/bin/sh
# The runtime's features: each combination is checked; the runtime's own tests and some of the differential corpus run without any of them,
# with more and more, and with all.
set -eu
cd "$(dirname "$0")/.."
export CARGO_INCREMENTAL=0

# `std` has `alloc` in it, and `driver` has both; `svg` has `alloc`.
for core in "" alloc std driver; do
    for more in "" serde svg "serde svg"; do
        cargo check --quiet --package visible-async --no-default-features --features "$core $more" || { echo "failed: $core $more"; exit 1; }
    done
done
# `children` has `std`; it has to do with what is written, and with what the driver hooks into.
for more in "" serde driver "driver svg serde"; do
    cargo check --quiet --package visible-async --no-default-features --features "children $more" || { echo "failed: children $more"; exit 1; }
done
echo "20 combinations compile"

# `svg` and `serde` add to what is written of a machine, and have no part in what it does.
for features in "" alloc std driver "driver svg serde"; do
    echo "tests with: ${features:-no feature}"
    cargo test --quiet --package visible-async --no-default-features --features "$features"
    cargo test --quiet --package visible-async-features --no-default-features --features "$features"
done

# With `children` a machine is a pointer larger than it should be, and does what it did.
echo "tests with: children"
cargo clippy --quiet --package visible-async --package visible-async-features --features "children serde" --all-targets -- -D warnings
cargo test --quiet --package visible-async --features "children driver svg serde"
for features in children "children driver svg serde"; do
    cargo test --quiet --package visible-async-features --features "$features" --test differential -- --skip no_larger_by_more_than_a_word
done
cargo test --quiet --package visible-async-features --features "children serde" --test children
