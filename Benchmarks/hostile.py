#!/usr/bin/env python3
"""Files made to kill a reader, at full size: each must end soon, in bounded memory, with a message.

Usage: Benchmarks/hostile.py [--pql PATH] [--scale S] [NAME…]

Writes one file at a time into a temporary folder, asks `count` of it, and prints how long that took,
the peak of memory (which for a mapped file holds the file too) and what was said. Exits with 1 when a
run crashed, took over 20 s and 60 s a gigabyte, or more memory than four times the file and 512 MB.
The small versions of these shapes stand in Tests/PQLIngestTests/HostileTests.swift.
"""

import argparse
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time

MB = 1 << 20


def repeat(text, size):
    """Pieces of about a megabyte that together are `size` bytes of `text` over and over."""
    piece = text * max(1, MB // len(text))
    while size > 0:
        yield piece[: size // len(text) * len(text)] if size < len(piece) else piece
        size -= len(piece)


def around(before, pieces, after):
    yield before
    yield from pieces
    yield after


def keys(count):
    for start in range(0, count, 10_000):
        yield b"".join(b'"k%d":1,' % n for n in range(start, min(start + 10_000, count)))


def lines(form, count):
    for start in range(0, count, 10_000):
        yield b"".join(form % n for n in range(start, min(start + 10_000, count)))


def shapes(scale):
    """Name, file and pieces; sizes are those of the full scale times `scale`."""
    giga, million = int(1024 * MB * scale), int(1_000_000 * scale)
    return [
        ("open brackets", "deals.json", repeat(b"[", giga)),
        ("open brackets in a line", "deals.ndjson", around(b'{"id":', repeat(b"[", giga), b"")),
        ("open records", "deals.json", repeat(b'{"a":', giga)),
        ("brackets in a list", "deals.json", around(b'[{"id":', repeat(b"[", giga), b"")),
        ("one long text", "deals.json", around(b'[{"id":"a","x":"', repeat(b"x", giga // 2), b'"}]')),
        ("one long text of escapes", "deals.json",
         around(b'[{"id":"a","x":"', repeat(b"\\u00e9", giga // 2), b'"}]')),
        ("one long list", "deals.json", around(b'[{"id":"a","x":[', repeat(b"1,", giga // 2), b"1]}]")),
        ("one long number", "deals.json", around(b'[{"id":"a","x":', repeat(b"7", giga // 2), b"}]")),
        ("distinct keys in a record", "deals.json", around(b"[{", keys(million), b'"id":"a"}]')),
        ("distinct keys over records", "deals.ndjson", lines(b'{"k%d":1}\n', million)),
        ("distinct keys in bad lines", "deals.ndjson",
         around(b'{"id":"a"}\n', lines(b'{"k%d":1,}\n', million), b"")),
        ("bad lines", "deals.ndjson", around(b'{"id":"a"}\n', repeat(b"x\n", giga // 8), b"")),
        ("equal keys in a record", "deals.json", around(b"[{", repeat(b'"a":1,', giga // 4), b'"id":"a"}]')),
        ("a line without end", "deals.ndjson", around(b'{"id":"', repeat(b"x", giga), b"")),
        ("a CSV line without end", "deals.csv", repeat(b"x", giga)),
        ("a quoted cell", "deals.csv", around(b'id,x\na,"', repeat(b"x", giga), b'"\n')),
        ("a quoted cell without end", "deals.csv", around(b'id,x\na,"', repeat(b"x\n", giga), b"")),
        ("quotes", "deals.csv", around(b"id,x\na,", repeat(b'"', giga), b"\n")),
        ("empty lines", "deals.csv", around(b"id,x\n", repeat(b"\n", 10 * million), b"a,1\n")),
        ("delimiters", "deals.csv", repeat(b",", giga)),
        ("delimiters behind a header", "deals.csv", around(b"id,x\n", repeat(b",", giga), b"\n")),
        ("a wide header", "deals.csv", around(b"id", lines(b",c%d", million), b"\n")),
        ("one column, many rows", "deals.csv", around(b"id\n", repeat(b"1\n", giga // 4), b"")),
        ("zeros", "deals.csv", repeat(b"\0", giga)),
        ("blanks", "deals.json", repeat(b" ", giga)),
        ("a gzip bomb", "deals.csv.gz", repeat(b" ", 4 * giga)),
    ]


def write(path, pieces):
    opened = gzip.open(path, "wb", 9) if path.endswith(".gz") else open(path, "wb")
    with opened as file:
        for piece in pieces:
            file.write(piece)
    return os.path.getsize(path)


def allowed(size):
    """The seconds that a file of so many bytes may take."""
    return 20 + 60 * size / (1 << 30)


def run(pql, path):
    """Seconds, peak of memory in bytes, exit code, and the first line that was said."""
    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))

    started = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [pql, path, "-c", "count"], stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            preexec_fn=bound)
        killer = threading.Timer(2 * allowed(os.path.getsize(path)), process.kill)
        killer.start()
        _, status, usage = os.wait4(process.pid, 0)
        killer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read(100_000).decode("utf-8", "replace").strip()
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    line = next((l for l in text.splitlines() if l.startswith("error")), text.replace("\n", " | "))
    return time.monotonic() - started, peak, process.returncode, line.replace(path, os.path.basename(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--pql", default=os.path.join(root, ".build/release/pql"))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    print("| shape | MB | s | peak MB | exit | said |\n| --- | ---: | ---: | ---: | ---: | --- |")
    bad = []
    for name, file, pieces in shapes(options.scale):
        if options.names and name not in options.names:
            continue
        with tempfile.TemporaryDirectory(prefix="pql-hostile-") as folder:
            path = os.path.join(folder, file)
            size = write(path, pieces)
            seconds, peak, code, said = run(options.pql, path)
        print(f"| {name} | {size / MB:.0f} | {seconds:.2f} | {peak / MB:.0f} | {code} | {said[:110]} |", flush=True)
        if code < 0 or code > 4 or seconds > allowed(size) or peak > 4 * size + 512 * MB or not said:
            bad.append(name)
    if bad:
        print("not as it should be: " + ", ".join(bad), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
