#!/usr/bin/env python3
"""Asks PQL and its peers the same questions of the same files, alternating, and writes RESULTS.md.

    make bench                                    the standard set, which takes some minutes
    make bench ARGUMENTS='--growth --ten-million' also how time and memory grow, and a large load

Every answer of PQL is compared with DuckDB's before anything is timed. PQL is timed as a whole
process, its start included, or, warm, by its own `--timer` in a session that holds the data: planner,
kernels and the writing of the answer. Peers are timed inside a process that is there already,
DuckDB's shell as a whole process. Figures are medians of the rounds; in each round everybody is
asked once.
"""
import argparse
import pathlib
import sys

import growth
import measures
import past
import results
import surroundings
from bench import Bench

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIZES = "100k,1m"
SETS = ("start", "load", "warm", "past", "document", "snapshot")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pql", default=str(ROOT / ".build/release/pql"))
    parser.add_argument("--data", default=str(ROOT / ".build/bench-data"), help="a folder to keep")
    parser.add_argument("--sizes", default=SIZES)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default=",".join(SETS), help="some of " + ", ".join(SETS))
    parser.add_argument("--growth", action="store_true", help="10 000 to 3 000 000 deals")
    parser.add_argument("--ten-million", action="store_true")
    parser.add_argument("--no-write", action="store_true", help="leaves RESULTS.md as it is")
    arguments = parser.parse_args()
    only = set(filter(None, arguments.only.split(",")))
    bench = Bench(arguments, str(ROOT))
    try:
        measure(bench, arguments, only)
    finally:
        # Only figures of the sizes that the page speaks of belong on it.
        if not arguments.no_write and arguments.sizes == SIZES:
            results.write(ROOT / "Benchmarks/RESULTS.md", bench.blocks)
    sys.exit(1 if bench.has_failed else 0)


def measure(bench, arguments, only):
    """Table by table."""
    tags = arguments.sizes.split(",")
    bench.put("machine", surroundings.environment(bench.program, str(ROOT)))
    if "start" in only:
        measures.start(bench)
    for tag in tags:
        if only & {"load", "warm"}:
            peers = measures.start_peers(bench, tag)
            asked = bench.check(tag, peers["DuckDB"])
            if "load" in only:
                measures.load(bench, tag, peers)
            if "warm" in only:
                measures.warm(bench, tag, peers, asked)
            for peer in peers.values():
                peer.close()
    if "past" in only:
        past.measure(bench, tags[-1])
    if "document" in only:
        measures.document(bench, tags[-1])
    if "snapshot" in only:
        measures.snapshot(bench, tags[-1])
    if only == set(SETS) and arguments.sizes == SIZES:
        bench.put_aims()
    if arguments.growth:
        growth.grow(bench)
    if arguments.ten_million:
        growth.load_ten_million(bench)


if __name__ == "__main__":
    main()
