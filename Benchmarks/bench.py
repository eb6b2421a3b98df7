"""One run of the benchmarks: the program, the data, and the tables so far."""
import pathlib
import statistics
import sys
import time

import processes
import results
import surroundings
from agreement import difference
from program import Program
from questions import questions

SIZES = {
    "10k": 10_000,
    "30k": 30_000,
    "100k": 100_000,
    "300k": 300_000,
    "1m": 1_000_000,
    "3m": 3_000_000,
    "10m": 10_000_000,
}
THREADS = (1, 2)


class Times:
    """What was measured, by name."""

    def __init__(self):
        self.values = {}

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)

    def median(self, name):
        return statistics.median(self.values[name]) if name in self.values else None


class Bench:
    """One run: the program, the data, the peers, and the tables so far."""

    def __init__(self, arguments, root):
        self.program = Program(arguments.pql)
        self.folder = pathlib.Path(arguments.data)
        self.rounds = arguments.rounds
        self.shell = surroundings.duckdb_shell()
        self.measured = f"Commit {surroundings.commit(root)}, {time.strftime('%Y-%m-%d')}."
        self.blocks = {}
        self.aims = []
        self.has_failed = False

    def data(self, tag, document=False):
        """The model file of a size; what is not there is made."""
        model = self.folder / f"model_{tag}.json"
        if not model.exists() or document and not (self.folder / f"doc_{tag}.json").exists():
            self.note(f"making {SIZES[tag]} deals in {self.folder}")
            # In a process of its own: its memory would count as this one's, and so as its children's.
            script = str(pathlib.Path(__file__).with_name("generate.py"))
            words = [str(SIZES[tag]), str(self.folder), tag] + ["--document"] * document
            processes.must([sys.executable, script, *words])
        return str(model)

    def put(self, name, body):
        """A table by its name on the page, with what it was measured of: runs may be of a part."""
        print(f"{body}\n", flush=True)
        self.blocks[name] = f"{body}\n\n{self.measured}"

    def aim(self, what, value, limit, unit):
        """Notes what was measured against what was aimed at; None where PQL cannot do it yet."""
        self.aims.append((what, value, limit, unit))

    def put_aims(self):
        """Every aim with what was measured, those that are missed in bold."""
        rows, missed = [], 0
        for what, value, limit, unit in self.aims:
            is_missed = value is None or value > limit
            missed += is_missed
            measured = "not built" if value is None else results.number(value)
            aim = f"{results.number(limit)} {unit}"
            rows.append([what, aim, results.bold(measured, is_missed)])
        body = results.table(["", "aim, at most", "measured"], rows)
        self.put("aims", f"{len(rows) - missed} of {len(rows)} aims are reached.\n\n{body}")

    def check(self, tag, peer):
        """Compares every answer; gives the questions that PQL answers as DuckDB does."""
        able = []
        for question in questions(SIZES[tag]):
            answer, fault = self.program.answer(THREADS[-1], self.data(tag), question.pql)
            if answer:
                theirs = peer.tell(do="rows", sql=question.exact)
                fault = difference(answer, theirs, question.is_ordered, question.columns)
            if fault:
                self.note(f"{question.name} of {tag} is not timed: {fault}")
                self.has_failed |= answer is not None
            else:
                able.append(question)
        self.note(f"{tag}: PQL and DuckDB give the same answers to {len(able)} questions")
        return able

    def check_alike(self, data, tag):
        """Compares what another form of the data answers with what the files answer."""
        first = questions(SIZES[tag])[0].pql
        if self.program.answer(2, data, first) != self.program.answer(2, self.data(tag), first):
            self.note(f"{data} does not answer as the files of {tag} do")
            self.has_failed = True

    def note(self, sentence):
        print(sentence, file=sys.stderr, flush=True)
