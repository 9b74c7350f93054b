#!/bin/sh
# What the attribute costs at compile time: 300 annotated functions beside the same 300 plain, built by turns.
# usage: scripts/compile-time.sh [rounds [functions]]
set -eu
rounds=${1:-5}
copies=$((${2:-300} / 10))
here=$(cd "$(dirname "$0")" && pwd)
work=${CARGO_TARGET_DIR:-$here/../target}/compile-time
parts=$here/compile-time

crate() {
    mkdir -p "$work/$1/src"
    cp "$parts/support.rs" "$work/$1/src/support.rs"
    cat > "$work/$1/Cargo.toml" <<TOML
[package]
name = "$1"
edition = "2024"

[workspace]

[dependencies]
visible-async = { path = "$here/../runtime-support" }
TOML
    cp "$here/../Cargo.lock" "$work/$1/" 2>/dev/null || true
    {
        echo '#![allow(dead_code, dropping_copy_types)]'
        echo 'mod support;'
        echo 'use support::*;'
        [ "$1" = plain ] || echo 'use visible_async::visible_async;'
        number=0
        while [ $number -lt $copies ]; do
            number=$((number + 1))
            sed "s/NUMBER/$number/g" "$parts/functions.rs" | if [ "$1" = plain ]; then grep -v '^#\[visible_async\]'; else cat; fi
        done
        echo 'fn main() {'
        seq $copies | while read -r number; do sed "s/NUMBER/$number/g" "$parts/calls.rs"; done
        echo '}'
    } > "$work/$1/src/main.rs"
}

# Seconds for one build of the crate alone, its dependencies being there.
measure() {
    touch "$work/$1/src/main.rs"
    start=$(date +%s.%N)
    (cd "$work/$1" && CARGO_INCREMENTAL=0 CARGO_TARGET_DIR="$work/target" cargo $2 -q -j1 2>> "$work/log")
    awk "BEGIN { print $(date +%s.%N) - $start }"
}

median() { sort -n | awk '{ row[NR] = $1 } END { print row[int((NR + 1) / 2)] }'; }

rm -f "$work"/*.times
crate plain
crate annotated
: > "$work/log"
for command in check "build --release"; do
    name=$(echo "$command" | cut -d' ' -f1)
    for form in plain annotated; do measure $form "$command" > /dev/null; done
    for round in $(seq "$rounds"); do
        for form in plain annotated; do measure $form "$command" >> "$work/$name-$form.times"; done
    done
    plain=$(median < "$work/$name-plain.times")
    annotated=$(median < "$work/$name-annotated.times")
    awk "BEGIN { printf \"cargo %-16s plain %6.2f s  annotated %6.2f s  ratio %.2f\n\", \"$command\", $plain, $annotated, $annotated / $plain }"
done
