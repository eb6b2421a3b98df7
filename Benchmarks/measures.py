"""What the standard set measures; each function gives one table, or one a number of threads."""
import pathlib
import statistics
import tempfile

import processes
import results
from bench import SIZES, THREADS, Times
from peers import Peer
from questions import questions


def start_peers(bench, tag):
    """DuckDB plain and coded, which change their number of threads, and polars, which cannot."""
    bench.data(tag)
    peers = {"DuckDB": Peer("duckdb", bench.folder, tag), "ENUM": Peer("enum", bench.folder, tag)}
    for threads in THREADS:
        peers[f"polars ×{threads}"] = Peer("polars", bench.folder, tag, threads)
    return peers


def start(bench):
    """How soon the program is there."""
    with tempfile.TemporaryDirectory() as folder:
        processes.must([bench.program.path, "sample", "--out", folder])
        prompt = [bench.program.path, folder + "/model.json"]
        measures = {
            "`pql --version`": lambda: processes.must([bench.program.path, "--version"]).seconds,
            "`pql` to the prompt, no data": lambda: processes.seconds_to_prompt(prompt[:1]),
            "`pql model.json` to the prompt, the sample of 600 deals": lambda: (
                processes.seconds_to_prompt(prompt)
            ),
        }
        if bench.shell:
            measures["`duckdb --version`"] = lambda: processes.must([bench.shell, "--version"]).seconds
        times = Times()
        for _ in range(bench.rounds * 3):
            for name, measure in measures.items():
                times.add(name, measure() * 1000)
    rows = [
        [name, results.number(times.median(name)), results.number(min(times.values[name]))]
        for name in measures
    ]
    bench.aim("start of the program", times.median("`pql --version`"), 8, "ms")
    bench.put("start", results.table(["", "ms", "least"], rows))


def load(bench, tag, peers):
    """Every field into columns; and load and Q1 in one process."""
    model = bench.data(tag)
    first = questions(SIZES[tag])[0]
    source = f"read_json('{bench.folder}/deals_{tag}.ndjson', format = 'newline_delimited')"
    rows = []
    for threads in THREADS:
        times, work, peak = Times(), Times(), Times()
        whole = {
            "PQL: load": bench.program.load(threads, model),
            "PQL: one shot": bench.program.ask(threads, model, first.pql),
        }
        if bench.shell:
            straight = first.timed.replace("from deals", f"from {source}")
            whole["DuckDB's shell: one shot"] = [
                bench.shell, "-csv", "-c", f"set threads = {threads}; {straight}",
            ]
        for _ in range(bench.rounds):
            for name, command in whole.items():
                ended = processes.must(command)
                times.add(name, ended.seconds)
                work.add(name, ended.work)
                peak.add(name, ended.peak)
            for name in ("DuckDB", f"polars ×{threads}"):
                if name in peers:
                    times.add(f"{name.split(' ')[0]}: load", peers[name].tell(do="load", threads=threads))
        note_load_aims(bench, tag, threads, times)
        for what in ("load", "one shot"):
            mine = times.median(f"PQL: {what}")
            for name in times.values:
                if name.endswith(what):
                    theirs = times.median(name)
                    rows.append(
                        [
                            f"{name}, {threads} thread{'s' * (threads > 1)}",
                            results.number(theirs * 1000),
                            "" if name.startswith("PQL") else results.ratio(mine, theirs),
                            results.number(work.median(name) * 1000) if name in work.values else "",
                            results.number(peak.median(name)) if name in peak.values else "",
                        ]
                    )
    head = ["", "ms", "PQL ÷ it", "CPU ms, all cores", "peak MB"]
    bench.put(f"load {tag}", results.table(head, rows))


def note_load_aims(bench, tag, threads, times):
    load, shot = times.median("PQL: load"), times.median("PQL: one shot")
    shell = times.median("DuckDB's shell: one shot")
    if tag == "100k" and threads == 2:
        bench.aim("one shot, 100 000 deals, 2 threads", shot * 1000, 40, "ms")
    if tag == "1m":
        each = f"1 000 000 deals, {threads} thread{'s' * (threads > 1)}"
        bench.aim(f"load, {each}", load / times.median("DuckDB: load"), 0.35, "× DuckDB")
        if shell:
            bench.aim(f"one shot, {each}", shot / shell, 0.45, "× DuckDB's shell")


def warm(bench, tag, peers, asked):
    """Questions to processes that hold the data."""
    model = bench.data(tag)
    for threads in THREADS:
        times = Times()
        chosen = {
            name.split(" ")[0]: peer
            for name, peer in peers.items()
            if "×" not in name or name.endswith(f"×{threads}")
        }
        for turn in range(bench.rounds + 1):
            counts = turn > 0  # the first round warms the peers
            found = bench.program.warm(threads, model, asked)
            for question in asked:
                measured = {"first": found[question.name][0], "PQL": found[question.name][1]}
                for name, peer in chosen.items():
                    told = peer.tell(
                        do="ask", question=question.name, sql=question.timed, threads=threads
                    )
                    measured[name] = told * 1000
                for name, value in measured.items() if counts else ():
                    times.add((question.name, name), value)
        if tag == "1m":
            note_warm_aims(bench, asked, threads, times)
        rows = []
        for question in asked:
            median = {name: times.median((question.name, name)) for name in ("PQL", *chosen, "first")}
            best = min((median[name] for name in chosen), default=None)
            rows.append(
                [f"{question.name} {question.meaning}", results.number(median["PQL"])]
                + [results.number(median[name]) for name in chosen]
                + [results.ratio(median["PQL"], median[name]) for name in chosen if name != "polars"]
                + [results.ratio(median["PQL"], best), results.number(median["first"])]
            )
        head = (
            ["", "PQL", *chosen]
            + [f"PQL ÷ {name}" for name in chosen if name != "polars"]
            + ["PQL ÷ best", "PQL, first asking"]
        )
        bench.put(f"warm {tag}, threads {threads}", results.table(head, rows))


def note_warm_aims(bench, asked, threads, times):
    """Against the better of DuckDB's two; and, with one thread, in milliseconds."""
    able = {question.name for question in asked}
    for question in questions(SIZES["1m"]):
        limit = 0.1 if question.name == "Q5" else 1
        mine = part = None
        if question.name in able:
            mine = times.median((question.name, "PQL"))
            part = mine / min(times.median((question.name, name)) for name in ("DuckDB", "ENUM"))
        bench.aim(f"{question.name}, threads {threads}", part, limit, "× DuckDB")
        if threads == 1:
            bench.aim(f"{question.name}, threads 1", mine, question.aim, "ms")


def document(bench, tag):
    """Settings, deals and history in one file, which no peer reads well."""
    bench.data(tag, document=True)
    data = str(bench.folder / f"doc_{tag}.json")
    bench.check_alike(data, tag)
    size = pathlib.Path(data).stat().st_size / 1e6
    rows = []
    for threads in THREADS:
        command = bench.program.load(threads, data)
        command[command.index("-c") + 1] += "\n\ncount of history by stage"
        times = Times()
        for _ in range(bench.rounds):
            ended = processes.must(command)
            for name, value in (
                ("seconds", ended.seconds), ("work", ended.work), ("peak", ended.peak),
            ):
                times.add(name, value)
        milliseconds, peak = times.median("seconds") * 1000, times.median("peak")
        name = f"{size:.0f} MB, {threads} thread{'s' * (threads > 1)}"
        work = results.number(times.median("work") * 1000)
        rows.append([name, results.number(milliseconds), work, results.number(peak)])
        if threads == 2 and tag == "1m":
            bench.aim("the document, time", milliseconds, 1200, "ms")
            bench.aim("the document, memory", peak, 1600, "MB")
    bench.put("document", results.table(["", "ms", "CPU ms, all cores", "peak MB"], rows))


def snapshot(bench, tag):
    """A file that maps back, and Q1 from it."""
    if not bench.program.takes_snapshots:
        bench.aim("snapshot and Q1", None, 15, "ms")
        bench.put("snapshot", "Snapshots are not built yet.")
        return
    first = questions(SIZES[tag])[0]
    with tempfile.TemporaryDirectory(dir=bench.folder) as folder:
        path = folder + "/model.pqls"
        made = processes.must([bench.program.path, "snapshot", bench.data(tag), "-o", path])
        bench.check_alike(path, tag)
        size = pathlib.Path(path).stat().st_size / 1e6
        times = [processes.must(bench.program.ask(1, path, first.pql)) for _ in range(bench.rounds * 3)]
    opened = statistics.median(one.seconds for one in times) * 1000
    bench.aim("snapshot and Q1", opened, 15, "ms")
    rows = [
        ["write", results.number(made.seconds * 1000), results.number(made.peak)],
        [
            "open and Q1",
            results.number(opened),
            results.number(statistics.median(one.peak for one in times)),
        ],
    ]
    bench.put("snapshot", results.table([f"{size:.0f} MB", "ms", "peak MB"], rows))
