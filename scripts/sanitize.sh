#!/bin/sh
# Runs all examples under AddressSanitizer, then under valgrind, and tells which of them fail. Needs valgrind, and rustc's own sanitizer,
# which a stable compiler gives to RUSTC_BOOTSTRAP=1.
# usage: scripts/sanitize.sh [asan|valgrind]
set -eu
cd "$(dirname "$0")/.."
what=${1:-both}
host=$(rustc -vV | sed -n 's/^host: //p')
target=${CARGO_TARGET_DIR:-target}/sanitize
log=$target/log
# The last has a feature that the others are better without.
all="--examples" children="--features children --example children"
names=$(for path in examples/*.rs examples/*/main.rs; do
    path=${path%/main.rs}
    basename "$path" .rs
done)
failed=""
export CARGO_INCREMENTAL=0
mkdir -p "$target"

# Runs one program; what it prints is for people.
try() {
    name=$1 tool=$2
    shift 2
    if "$@" > "$log" 2>&1 < /dev/null; then
        echo "$tool $name: ok"
    else
        echo "$tool $name: failed"
        cat "$log"
        failed="$failed $tool:$name"
    fi
}

if [ "$what" != valgrind ]; then
    # Without a target of its own, the build scripts and the macros would be sanitized, too.
    for built in "$all" "$children"; do
        RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Zsanitizer=address -Cdebuginfo=line-tables-only" \
            cargo build --quiet $built --target "$host" --target-dir "$target/asan"
    done
    for name in $names; do
        ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1 try "$name" asan "$target/asan/$host/debug/examples/$name"
    done
fi

if [ "$what" != asan ]; then
    cargo build --quiet $all
    cargo build --quiet $children
    for name in $names; do
        try "$name" valgrind valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite \
            "${CARGO_TARGET_DIR:-target}/debug/examples/$name"
    done
fi

[ -z "$failed" ] || { echo "failed:$failed"; exit 1; }
