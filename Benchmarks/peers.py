#!/usr/bin/env python3
"""One peer with the data in its memory, asked over its standard input.

    python3 peers.py duckdb|enum|polars MODEL-FOLDER TAG THREADS

Takes a JSON text a line and answers with one: {"do": "load"}, {"do": "ask", "question": "Q1",
"sql": …} and {"do": "rows", "sql": …}; any may say "threads", which polars cannot change. Times are
taken in this process, after its import: what DuckDB and polars cost once they are there.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

from questions import STAGES


class DuckDB:
    """DuckDB; with `coded` its columns of few texts are ENUMs, the rival of coded columns."""

    def __init__(self, folder, tag, coded):
        import duckdb

        self.library = duckdb
        self.deals = f"read_json('{folder}/deals_{tag}.ndjson', format = 'newline_delimited')"
        self.history = f"read_json('{folder}/hist_{tag}.ndjson', format = 'newline_delimited')"
        self.connection = self.fresh()
        self.connection.execute(f"create table deals as select * from {self.deals}")
        self.connection.execute(f"create table hist as select * from {self.history}")
        if coded:
            self.code_columns()

    def fresh(self):
        return self.library.connect(":memory:")

    def code_columns(self):
        run = self.connection.execute
        run(f"create type stages as enum ({', '.join(map(repr, STAGES))})")
        columns = ("product", "region", "owner", "account")
        for column in columns:
            run(f"create type {column}_ as enum (select distinct {column} from deals)")
        replaced = ", ".join(f"{column}::{column}_ as {column}" for column in columns)
        run(
            "create or replace table deals as "
            f"select * replace (stage::stages as stage, {replaced}) from deals"
        )
        run("create or replace table hist as select * replace (stage::stages as stage) from hist")

    def load(self, threads):
        connection = self.fresh()
        connection.execute(f"set threads = {threads}")
        start = time.perf_counter()
        connection.execute(f"create table deals as select * from {self.deals}")
        return time.perf_counter() - start

    def ask(self, asked, threads):
        self.connection.execute(f"set threads = {threads}")
        start = time.perf_counter()
        self.connection.execute(asked["sql"]).fetchall()
        return time.perf_counter() - start

    def rows(self, sql):
        return [list(row) for row in self.connection.execute(sql).fetchall()]


class Polars:
    """polars, lazily where that helps it."""

    def __init__(self, folder, tag):
        import polars

        self.library = polars
        self.folder, self.tag = folder, tag
        self.deals = self.read_deals()
        self.history = polars.read_ndjson(f"{folder}/hist_{tag}.ndjson").with_columns(
            polars.col("at").str.to_datetime("%Y-%m-%dT%H:%M:%SZ")
        )

    def read_deals(self):
        frame = self.library.read_ndjson(f"{self.folder}/deals_{self.tag}.ndjson")
        return frame.with_columns(
            self.library.col("created", "close_date", "closed").str.to_date()
        )

    def load(self, _):
        start = time.perf_counter()
        self.read_deals()
        return time.perf_counter() - start

    def ask(self, asked, _):
        start = time.perf_counter()
        self.query(asked["question"], asked["sql"]).collect()
        return time.perf_counter() - start

    def query(self, question, sql):
        pl = self.library
        deals = self.deals.lazy()
        match question:
            case "Q1":
                kept = deals.filter(
                    pl.col("stage").is_in(["proposal", "negotiation"]) & pl.col("closed").is_null()
                )
                return kept.group_by("product").agg((pl.col("amount") * pl.col("probability")).sum())
            case "Q2":
                return deals.group_by("owner", "stage").len()
            case "Q3":
                kept = deals.filter(pl.col("region") == "EMEA").select("id", "amount")
                return kept.top_k(10, by="amount")
            case "Q4":
                kept = deals.filter(
                    (pl.col("stage") == "won")
                    & pl.col("closed").is_between(
                        pl.date(2024, 7, 1), pl.date(2026, 7, 1), closed="left"
                    )
                )
                month = pl.col("closed").dt.truncate("1mo")
                return kept.group_by("product", month).agg(pl.col("amount").sum())
            case "Q5":
                left = pl.col("at").shift(-1).over("deal_id")
                visits = self.history.lazy().sort("deal_id", "at").with_columns(left=left)
                lasted = (pl.col("left") - pl.col("at")).dt.total_seconds() / 86400
                return visits.group_by("stage").agg(pl.col("deal_id").n_unique(), lasted.median())
            case "Q6a":
                kept = deals.filter(pl.col("name").str.contains("Platform Q3", literal=True))
                return kept.select(pl.len())
            case "Q6b":
                kept = deals.filter(pl.col("account").str.starts_with("Tyrell"))
                return kept.select(pl.len())
            case "Q7":
                return deals.filter(pl.col("id") == sql.split("'")[1])
            case "Q8":
                return deals.group_by("account").agg(pl.col("amount").sum()).top_k(10, by="amount")


class Peer:
    """The other end: starts a peer in a process of its own and waits until it has the data."""

    def __init__(self, engine, folder, tag, threads=1):
        self.process = subprocess.Popen(
            [sys.executable, __file__, engine, str(folder), tag, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"POLARS_MAX_THREADS": str(threads)},
            text=True,
        )
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"a peer ended with {self.process.wait()}")
        return json.loads(line)

    def tell(self, **wanted):
        self.process.stdin.write(json.dumps(wanted) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def serve(engine, folder, tag):
    peer = Polars(folder, tag) if engine == "polars" else DuckDB(folder, tag, engine == "enum")
    print("0", flush=True)
    for line in sys.stdin:
        wanted = json.loads(line)
        threads = wanted.get("threads", 1)
        match wanted["do"]:
            case "load":
                answer = peer.load(threads)
            case "ask":
                answer = peer.ask(wanted, threads)
            case "rows":
                answer = peer.rows(wanted["sql"])
        print(json.dumps(answer, default=str), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3])
