#!/usr/bin/env bash
# Builds the fuzzers and runs each for FUZZ_SECONDS (600), with a bound on memory and on time.
# Usage: Fuzz/run.sh [TARGET…], of Models, Records, Snapshots, Statements and Tables; all of them by default.
# What is found is left in .build/fuzz-found, and the run fails.
set -uo pipefail
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-600}
targets=("$@")
((${#targets[@]})) || targets=(Records Tables Models Snapshots Statements)
build=.build/fuzz
corpus=.build/fuzz-corpus
found=.build/fuzz-found
mkdir -p "$found"
Fuzz/seeds.sh "$corpus" || exit 1

# Optimised, with the assertions of the readers left in and each read of memory checked. SwiftPM
# renames `main` for the linker, which gold cannot follow where libFuzzer has a `main` of its own.
linker=()
[ "$(uname -s)" = Linux ] && linker=(-Xswiftc -use-ld=lld)
for target in "${targets[@]}"; do
  PQL_FUZZ=1 ${SWIFT:-swift} build -c release --scratch-path "$build" --product "Fuzz$target" --quiet \
    -Xswiftc -sanitize=fuzzer,address -Xcc -fsanitize=address,fuzzer-no-link \
    -Xswiftc -assert-config -Xswiftc Debug "${linker[@]}" || exit 1
done

failed=()
for target in "${targets[@]}"; do
  printf 'fuzz: %s for %d s\n' "$target" "$seconds" >&2
  # Swift's runtime keeps what it makes once; leaks are therefore not looked for.
  log="$found/$target.log"
  if ! ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 "$build/release/Fuzz$target" \
    "$corpus/$target" -dict="$corpus/words.dict" -artifact_prefix="$found/$target-" \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -malloc_limit_mb=1024 \
    -max_len=16384 -print_final_stats=1 -seed="${FUZZ_SEED:-0}" > "$log" 2>&1; then
    failed+=("$target")
    grep -vE '^#[0-9]+' "$log" | tail -n 40 >&2
  fi
  grep -E 'cov: ' "$log" | tail -n 1
  grep -E 'number_of_executed_units|average_exec_per_sec|peak_rss_mb' "$log"
done

if ((${#failed[@]})); then
  printf 'fuzz: found something in %s; the inputs are in %s\n' "${failed[*]}" "$found" >&2
  exit 1
fi
