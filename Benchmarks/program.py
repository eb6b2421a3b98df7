"""How PQL is asked: whole processes, and a session that holds the data."""
import decimal
import json
import pathlib
import re
import statistics
import sys

import processes
from questions import LOAD, TODAY

# Times a question is asked in a session; the first does not count, since it fills what is kept.
ASKED = 4
# What `--timer` writes behind an answer: the whole time, then its parts.
TIME = re.compile(r"^([\d.]+(?:e-?\d+)?) ms\b", re.MULTILINE)


class Program:
    """A built `pql`, and what it can do yet."""

    def __init__(self, path):
        self.path = str(path)
        if not pathlib.Path(path).exists():
            sys.exit(f"{path} is not there; `swift build -c release --product pql` makes it")
        self.version = processes.must([self.path, "--version"]).output.strip()
        help_texts = [processes.must([self.path, *words]).output for words in (["--help"], ["ask", "--help"])]
        self.takes_threads = "--threads" in help_texts[1]
        self.takes_snapshots = re.search(r"^  snapshot\b", help_texts[0], re.MULTILINE) is not None

    def command(self, threads, *arguments):
        """The words that start it; without `--threads` it uses as many as it likes."""
        chosen = ["--threads", str(threads)] if self.takes_threads else []
        return [self.path, *arguments, "--today", TODAY, *chosen]

    def load(self, threads, data):
        """A whole process that takes every field and shows one row."""
        return self.command(threads, data, "-c", LOAD)

    def ask(self, threads, data, question):
        """A whole process that answers one question."""
        return self.command(threads, data, "-c", question)

    def answer(self, threads, data, text):
        """An answer with its columns and rows, or None and why there is none."""
        ended = processes.run(self.command(threads, data, "--as", "json", "-c", text))
        if "PQL4001" in ended.errors:
            return None, "not built yet"
        if ended.code:
            return None, ended.errors
        return json.loads(ended.output, parse_float=decimal.Decimal), None

    def warm(self, threads, data, asked):
        """One session that is asked every question several times.

        Milliseconds by question, of the first asking and the median of the others.
        """
        text = "\n\n".join(question.pql for question in asked for _ in range(ASKED)) + "\n"
        ended = processes.must(self.command(threads, data, "--as", "ndjson", "--timer"), text)
        told = [float(found) for found in TIME.findall(ended.errors)]
        if len(told) != len(asked) * ASKED:
            sys.exit(f"PQL told {len(told)} times for {len(asked) * ASKED} askings: {ended.errors}")
        found = {}
        for place, question in enumerate(asked):
            mine = told[place * ASKED : (place + 1) * ASKED]
            found[question.name] = mine[0], statistics.median(mine[1:])
        return found
