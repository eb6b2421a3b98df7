#!/bin/sh
# A Python of its own for the peers, under .build: made once, and again when requirements.txt changes.
set -eu
cd "$(dirname "$0")/.."
environment=.build/bench-environment
if ! cmp -s Benchmarks/requirements.txt "$environment/requirements.txt"; then
  echo 'bench: installing the peers' >&2
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --requirement Benchmarks/requirements.txt
  cp Benchmarks/requirements.txt "$environment/requirements.txt"
fi
