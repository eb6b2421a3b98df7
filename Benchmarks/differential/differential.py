#!/usr/bin/env python3
"""Asks PQL and DuckDB the same questions of the same data and compares every figure.

    python3 differential.py [--pql PROGRAM] [--seed N] [--random N] [SET …]

A set is a `.sql`, which makes DuckDB's tables with PQL's definitions as views, and a `.pairs`: a
question of PQL at the start of a line, below it, indented, the SQL that states its definition.
Questions at random are made from a seed. Exits with 0 when all agree, 1 when not, 77 when a package
that it needs is absent.
"""
import argparse
import pathlib
import re
import sys
import tempfile

try:
    import duckdb
    import numpy  # noqa: F401, which the generator of the data needs
except ImportError as absent:
    print(f"skipped: {absent}", file=sys.stderr)
    sys.exit(77)

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

import at_random
import session
from agreement import difference
from generate import generate
from questions import FUNNEL, TODAY

DEALS = 10_000
# What the language has and the program may not have yet: such a question is counted, not compared.
NOT_BUILT = "PQL4001"
# Questions whose rows have an order; of a top of each group the order is not compared.
ORDERED = re.compile(r" sort | top (?!.* per )")


class DataSet:
    """Where the data of a set lie, for both, and the day that counts as today."""

    def __init__(self, name, model, folder, today, tables=None):
        self.name, self.model, self.folder, self.today = name, model, folder, today
        self.tables = tables or name

    @property
    def is_there(self):
        return pathlib.Path(self.folder).is_dir() and pathlib.Path(self.model).exists()

    def connection(self, is_spoilt=False):
        """DuckDB with the tables; spoilt, one amount is a cent off, which has to be noticed."""
        made = duckdb.connect(":memory:")
        script = (HERE / f"{self.tables}.sql").read_text()
        made.execute(script.replace("{folder}", str(self.folder)).replace("{today}", self.today))
        if is_spoilt:
            made.execute(
                "update raw set amount = amount + 0.01 "
                "where id = (select min(id) from raw where amount is not null)"
            )
        return made

    def pairs(self):
        """The written pairs: a question, and its SQL."""
        found = []
        for line in (HERE / f"{self.name}.pairs").read_text().splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            if line[0] == " ":
                found[-1][1] += line.strip() + " "
            else:
                found.append([line, ""])
        return [
            [question, with_funnel(sql).replace("{folder}", str(self.folder))]
            for question, sql in found
        ]


def with_funnel(sql):
    """The SQL with the funnel in place of `{funnel}`, or of `{funnel of CONDITION}`."""
    found = re.search(r"\{funnel(?: of (.*))?\}", sql)
    if not found:
        return sql
    of_some = f"(select * from deals where {found.group(1)}) deals" if found.group(1) else "deals"
    return FUNNEL.replace("join deals on", f"join {of_some} on")


def data_sets(folder):
    maven = ROOT / "../shared/data/maven-crm"
    return [
        DataSet("generated", folder / "model_10k.json", folder, "2026-06-30"),
        DataSet("funnel", folder / "model_10k.json", folder, TODAY, tables="generated"),
        DataSet("sample", ROOT / "Examples/sample/model.json", ROOT / "Examples/sample", "2026-06-30"),
        DataSet("maven", ROOT / "Tests/Fixtures/maven/model.json", maven, "2017-12-31"),
    ]


def compare(program, data, pairs, is_spoilt):
    """Prints what differs; counts of what agrees, differs, and is not built."""
    agreed, differed, waiting = 0, 0, 0
    connection = data.connection(is_spoilt)
    answers, _ = session.answers(program, data.model, data.today, [pair[0] for pair in pairs])
    for (question, sql), answer in zip(pairs, answers):
        if answer is None:
            said = session.message(program, data.model, data.today, question)
            if NOT_BUILT in said:
                waiting += 1
                continue
            fault = f"PQL does not answer\n{said}"
        else:
            is_ordered = ORDERED.search(question) is not None
            fault = difference(answer, connection.execute(sql).fetchall(), is_ordered)
        if fault is None:
            agreed += 1
        else:
            differed += 1
            print(f"{data.name}: {question}\n  {sql}\n  {fault}\n")
    return agreed, differed, waiting


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pql", default=str(ROOT / ".build/release/pql"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--random", type=int, default=400)
    parser.add_argument("--spoilt", action="store_true", help="one amount is a cent off in DuckDB")
    parser.add_argument("sets", nargs="*")
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        generate(DEALS, folder, "10k")
        for data in data_sets(pathlib.Path(folder)):
            if arguments.sets and data.name not in arguments.sets:
                continue
            if not data.is_there:
                print(f"{data.name}: skipped, {data.folder} is not there")
                continue
            pairs = data.pairs()
            if data.name == "generated":
                pairs += at_random.pairs(arguments.seed, arguments.random)
            agreed, differed, waiting = compare(arguments.pql, data, pairs, arguments.spoilt)
            print(f"{data.name}: {agreed} agree, {differed} differ, {waiting} are not built yet")
            failed |= differed > 0 or agreed + waiting == 0
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
