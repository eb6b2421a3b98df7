#!/usr/bin/env python3
"""Asks PQL and DuckDB the same questions of the same files, alternating, and prints medians.

    python3 -m pip install duckdb duckdb-cli numpy
    swift build -c release --product pql
    python3 Benchmarks/run.py [--sizes 10k,100k,1m] [--rounds 7] [--data FOLDER]

Every answer of PQL is compared with DuckDB's before anything is timed. DuckDB is timed plain and
with ENUM columns, the fairer rival of coded columns, with one thread and with all. A whole process
is timed from its start to its end; a warm query is timed inside a process that has the data, after
one asking that does not count. Without the package `duckdb` PQL is timed alone.
"""
import argparse
import importlib.util
import json
import math
import os
import pathlib
import pty
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from generate import generate
from questions import questions

try:
    import duckdb
except ImportError:
    duckdb = None

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
STAGES = "('lead', 'qualified', 'discovery', 'proposal', 'negotiation', 'won', 'lost')"
ASKED = 4  # times a round, of which the first does not count


def duckdb_shell():
    """The native shell; the one that pip puts on the path starts Python first."""
    package = importlib.util.find_spec("duckdb_cli")
    if package and package.origin:
        native = pathlib.Path(package.origin).parent / "duckdb"
        if native.exists():
            return str(native)
    return shutil.which("duckdb")


def processor_seconds():
    """What the processes that have ended used, on all cores."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def process(arguments, text=None):
    """Seconds of a whole process, and what it wrote."""
    start = time.perf_counter()
    with subprocess.Popen(
        arguments,
        stdin=subprocess.PIPE if text else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        output, errors = child.communicate(text.encode() if text else None)
        seconds = time.perf_counter() - start
    if child.returncode:
        sys.exit(f"{arguments[0]} ended with {child.returncode}: {errors.decode()}")
    return seconds, output.decode(), errors.decode()


def peak_megabytes(arguments):
    """The most memory a process had, told by a small parent: a child starts with its parent's."""
    parent = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    return int(process([sys.executable, "-S", "-c", parent, *arguments])[1]) / 1024


def seconds_to_prompt(arguments):
    """From the start of the program to the prompt, at a terminal of its own."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ |= {"TERM": "xterm", "PQL_HISTORY": os.devnull}
        os.execv(arguments[0], arguments)
    shown = b""
    while b"pql> " not in shown:
        shown += os.read(terminal, 1 << 16)
    seconds = time.perf_counter() - start
    os.write(terminal, b"\x04")
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:
        pass
    os.close(terminal)
    os.waitpid(pid, 0)
    return seconds


def rows_of_pql(pql, model, question):
    """An answer's rows as lists of values."""
    _, output, _ = process([pql, model, "--as", "ndjson", "-c", question.pql])
    rows = [list(json.loads(line).values()) for line in output.splitlines()]
    # Stages and months without rows are part of PQL's answer and not of SQL's.
    return [row for row in rows if row[-1] != 0 or question.name not in ("Q2", "Q4")]


def agrees(mine, theirs, is_ordered):
    """Whether two answers say the same; PQL writes cents, DuckDB sums floating-point numbers."""
    if not is_ordered:
        mine, theirs = (
            sorted(rows, key=lambda row: list(map(str, row[:-1]))) for rows in (mine, theirs)
        )
    return len(mine) == len(theirs) and all(
        math.isclose(one, other, rel_tol=1e-9, abs_tol=0.006) if isinstance(one, (int, float)) else one == other
        for left, right in zip(mine, theirs)
        for one, other in zip(left, right, strict=True)
    )


def connect(path, is_coded):
    """A connection that holds the deals."""
    connection = duckdb.connect(":memory:")
    source = f"read_json('{path}', format = 'newline_delimited')"
    connection.execute(f"create table deals as select * from {source}")
    if is_coded:
        connection.execute(f"create type stages as enum {STAGES}")
        columns = ("product", "region", "owner", "account")
        for column in columns:
            connection.execute(f"create type {column}_ as enum (select distinct {column} from deals)")
        replaced = ", ".join(f"{column}::{column}_ as {column}" for column in columns)
        connection.execute(
            "create or replace table deals as "
            f"select * replace (stage::stages as stage, {replaced}) from deals"
        )
    return connection


def pql_warm(pql, model, asked, times):
    """One process, each question several times; milliseconds by question."""
    text = "\n".join(question.pql for question in asked for _ in range(ASKED)) + "\n"
    _, _, errors = process([pql, model, "--as", "ndjson", "--timer"], text)
    told = [float(found) for found in re.findall(r"^([\d.e-]+) ms$", errors, re.MULTILINE)]
    if len(told) != len(asked) * ASKED:
        sys.exit(f"PQL told {len(told)} times for {len(asked) * ASKED} questions: {errors}")
    for place, question in enumerate(asked):
        mine = told[place * ASKED : (place + 1) * ASKED]
        times.setdefault((question.name, "first"), []).append(mine[0])
        times.setdefault((question.name, "PQL"), []).append(statistics.median(mine[1:]))


def duckdb_warm(name, connection, threads, asked, times):
    """The same of DuckDB."""
    connection.execute(f"set threads = {threads}")
    for question in asked:
        mine = []
        for _ in range(ASKED):
            start = time.perf_counter()
            connection.execute(question.sql).fetchall()
            mine.append((time.perf_counter() - start) * 1000)
        times.setdefault((question.name, name), []).append(statistics.median(mine[1:]))


def table(head, rows):
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def number(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def time_processes(arguments, size, folder, asked):
    """Load and Q1, start to end of a process."""
    deals = str(folder / "deals.ndjson")
    first = asked[0]
    commands = {
        "PQL: load the deals, Q1": [arguments.pql, str(folder / "deals-alone.json"), "-c", first.pql],
        "PQL: the model file with a history, Q1": [arguments.pql, str(folder / "model.json"), "-c", first.pql],
    }
    shell = duckdb_shell()
    if shell:
        source = f"read_json('{deals}', format = 'newline_delimited')"
        commands |= {
            "DuckDB: Q1 straight from the file": [
                shell, "-csv", "-c", first.sql.replace("from deals", f"from {source}"),
            ],
            "DuckDB: load the deals, Q1": [
                shell, "-csv", "-c", f"create table deals as select * from {source}; {first.sql}",
            ],
        }
    times = {name: [] for name in commands}
    work = {name: [] for name in commands}
    for _ in range(arguments.rounds):
        for name, command in commands.items():
            before = processor_seconds()
            times[name].append(process(command)[0] * 1000)
            work[name].append((processor_seconds() - before) * 1000)
    base = statistics.median(times["PQL: load the deals, Q1"])
    print(f"### {size}: whole processes\n")
    table(
        ["", "ms", "least", "× PQL", "CPU ms, all cores", "peak MB"],
        [
            [
                name,
                number(statistics.median(mine)),
                number(min(mine)),
                f"{statistics.median(mine) / base:.2f}",
                number(statistics.median(work[name])),
                f"{peak_megabytes(commands[name]):.0f}",
            ]
            for name, mine in times.items()
        ],
    )


def time_warm(arguments, size, folder, asked, connections):
    """Questions to a process that holds the data."""
    model = str(folder / "deals-alone.json")
    threads = os.cpu_count() or 1
    times = {}
    for _ in range(arguments.rounds):
        pql_warm(arguments.pql, model, asked, times)
        for name, connection in connections.items():
            for count in sorted({1, threads}):
                duckdb_warm(f"{name} ×{count}", connection, count, asked, times)
    names = list(dict.fromkeys(name for _, name in times if name not in ("PQL", "first")))
    rows = []
    for question in asked:
        median = {name: statistics.median(times[question.name, name]) for name in ["PQL", "first", *names]}
        best = min((median[name] for name in names), default=math.nan)
        rows.append(
            [f"{question.name} {question.meaning}", number(median["PQL"])]
            + [number(median[name]) for name in names]
            + [f"{median['PQL'] / best:.2f}", number(median["first"])]
        )
    print(f"### {size}: warm queries, ms\n")
    table(["", "PQL", *names, "PQL ÷ best", "PQL, first asking"], rows)


def time_start(arguments):
    """How soon the program is there."""
    with tempfile.TemporaryDirectory() as folder:
        process([arguments.pql, "sample", "--out", folder])
        model = folder + "/model.json"
        shell = duckdb_shell()
        measures = {
            "`pql --version`": lambda: process([arguments.pql, "--version"])[0],
            "`pql` to the prompt, no data": lambda: seconds_to_prompt([arguments.pql]),
            "`pql model.json` to the prompt, the sample of 600 deals": lambda: seconds_to_prompt(
                [arguments.pql, model]
            ),
        }
        if shell:
            measures["`duckdb --version`"] = lambda: process([shell, "--version"])[0]
        times = {name: [] for name in measures}
        for _ in range(arguments.rounds * 3):
            for name, measure in measures.items():
                times[name].append(measure() * 1000)
    print("### Start\n")
    table(
        ["", "ms", "least"],
        [[name, number(statistics.median(mine)), number(min(mine))] for name, mine in times.items()],
    )


def describe():
    """Machine and versions, for the record."""
    cpu = "unknown processor"
    if pathlib.Path("/proc/cpuinfo").exists():
        found = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        cpu = found.group(1) if found else cpu
    print(f"{cpu}, {os.cpu_count()} cores; {time.strftime('%Y-%m-%d')}")
    if duckdb:
        print(f"DuckDB {duckdb.__version__} (warm queries, in its own process's memory)")
    if duckdb_shell():
        print(f"DuckDB shell {process([duckdb_shell(), '--version'])[1].strip()}")
    print()


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    root = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("--pql", default=str(root / ".build/release/pql"))
    parser.add_argument("--data", default=str(pathlib.Path(tempfile.gettempdir()) / "pql-benchmarks"))
    parser.add_argument("--sizes", default="10k,100k,1m")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="of start, process, warm, check; comma between")
    arguments = parser.parse_args()
    only = set(filter(None, arguments.only.split(","))) or {"start", "process", "warm", "check"}
    describe()
    if "start" in only:
        time_start(arguments)
    for size in filter(None, arguments.sizes.split(",")):
        folder = pathlib.Path(arguments.data) / size
        if not (folder / "model.json").exists():
            generate(SIZES[size], folder)
        asked = questions(SIZES[size])
        connections = {}
        if duckdb and only & {"warm", "check"}:
            deals = folder / "deals.ndjson"
            connections = {"DuckDB": connect(deals, False), "ENUM": connect(deals, True)}
            for question in asked:
                theirs = [list(row) for row in connections["DuckDB"].execute(question.sql).fetchall()]
                mine = rows_of_pql(arguments.pql, str(folder / "deals-alone.json"), question)
                if not agrees(mine, theirs, question.is_ordered):
                    sys.exit(f"{question.name} of {size}: PQL says {mine[:3]}, DuckDB {theirs[:3]}")
            print(f"{size}: the answers to all {len(asked)} questions agree\n")
        if "process" in only:
            time_processes(arguments, size, folder, asked)
        if "warm" in only:
            time_warm(arguments, size, folder, asked, connections)


if __name__ == "__main__":
    main()
