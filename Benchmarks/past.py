"""What a past day costs: questions of today, of a day for the first time, and of that day again."""
import re
import statistics

import processes
import results
from bench import THREADS
from program import TIME

# Each is asked of today, then as of days that nobody has asked for before.
QUESTIONS = ("count where open by stage", "sum amount where open by owner", "count by stage")
DAYS = ("2025-03-31", "2025-06-30", "2025-09-30", "2025-12-31")
# Verbs that stand on the history of stages alone, which is all that the made-up data have.
VERBS = ("funnel", "velocity by region", "cohort per quarter during 2025", "aging", "problems")
SERIES = "series count where open by stage per week during 2025-07-01..2026-06-30"


def measure(bench, tag):
    """One session a number of threads; the model's own days are found before anything counts."""
    rows, whole = [], []
    for threads in THREADS:
        asked = ["count as of 2024-12-31"]
        for question in QUESTIONS:
            asked += [question] * 3
            for day in DAYS:
                asked += [f"{question} as of {day}"] * 3
        asked += [verb for verb in VERBS for _ in range(3)] + [SERIES] * 2
        told = ask(bench, tag, threads, asked)
        place = 1
        for question in QUESTIONS:
            today = statistics.median(told[place + 1 : place + 3])
            firsts, nexts = [], []
            for day in range(len(DAYS)):
                mine = told[place + 3 + 3 * day :][:3]
                firsts.append(mine[0])
                nexts += mine[1:]
            place += 3 + 3 * len(DAYS)
            first, again = statistics.median(firsts), statistics.median(nexts)
            rows.append([f"`{question}`, {threads}"] + [results.number(ms) for ms in (today, first, again)])
            if threads == 2 and tag == "1m":
                bench.aim(f"a past day for the first time, `{question}`", first - today, 60, "ms more")
                bench.aim(f"a past day again, `{question}`", again / today, 1.2, "× today")
        for verb in VERBS:
            mine = told[place : place + 3]
            place += 3
            whole.append([f"`{verb}`, {threads}", results.number(mine[0]), results.number(min(mine[1:]))])
            if threads == 2 and tag == "1m":
                bench.aim(f"`{verb}`", mine[0], 1000, "ms")
        whole.append([f"`{SERIES}`, {threads}"] + [results.number(ms) for ms in told[place:]])
        if threads == 2 and tag == "1m":
            bench.aim("a series of 52 weeks", told[place], 3000, "ms")
    bench.put(
        "past", results.table(["question, threads", "today, ms", "first of a day, ms", "again, ms"], rows)
    )
    bench.put("past-verbs", results.table(["question, threads", "first, ms", "again, ms"], whole))


def ask(bench, tag, threads, asked):
    """Milliseconds of each question, in one session that holds the data."""
    words = bench.program.command(threads, bench.data(tag), "--as", "ndjson", "--timer")
    ended = processes.must(words, "\n\n".join(asked) + "\n")
    told = [float(found) for found in re.findall(TIME, ended.errors)]
    if len(told) != len(asked):
        raise SystemExit(f"PQL told {len(told)} times for {len(asked)} askings: {ended.errors[:2000]}")
    return told
