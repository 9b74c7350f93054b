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
echo "16 combinations compile"

# `svg` and `serde` add to what is written of a machine, and have no part in what it does.
for features in "" alloc std driver "driver svg serde"; do
    echo "tests with: ${features:-no feature}"
    cargo test --quiet --package visible-async --no-default-features --features "$features"
    cargo test --quiet --package visible-async-features --no-default-features --features "$features"
done
