#!/usr/bin/env python3
"""Writes a made-up pipeline of any size, the same bytes for the same size.

    python3 generate.py 100000 FOLDER 100k

FOLDER/deals_100k.ndjson  one deal a line: 16 fields, a nested record, a list
FOLDER/hist_100k.ndjson   when each deal entered each stage, about four lines a deal
FOLDER/doc_100k.json      with --document: settings, deals and history in one compact document
FOLDER/model_100k.json    the settings, and both NDJSON files by name; written last
"""
import argparse
import datetime
import json
import pathlib

import numpy

STAGES = ["lead", "qualified", "discovery", "proposal", "negotiation", "won", "lost"]
STAGE_SHARES = [0.10, 0.12, 0.13, 0.12, 0.13, 0.20, 0.20]
STAGE_CHANCES = [0.05, 0.15, 0.3, 0.5, 0.75]
ACCOUNT_COUNT = 20_000
ACCOUNT_NAMES = [
    "Acme", "Globex", "Initech", "Umbrella", "Hooli", "Vandelay", "Wonka", "Stark", "Wayne",
    "Cyberdyne", "Soylent", "Tyrell", "Aperture", "Massive", "Müller", "Société", "Ñandú", "Łódź",
    "東京", "Óbuda",
]
ACCOUNT_KINDS = [
    "Systems", "Holdings", "Logistik GmbH", "Industries", "Labs", "Partners", "Énergie", "Foods",
    "Retail", "Capital",
]
FIRST_NAMES = ["Ana", "Bjørn", "Chloé", "Dmitri", "Eve", "Farid", "Grace", "Hiro", "Inês", "José"]
LAST_NAMES = [
    "Smith", "García", "Okafor", "Nguyễn", "Kowalski", "Rossi", "Dubois", "Tanaka", "Öztürk",
    "Silva", "Brown", "Jones", "Khan", "Novák", "Haas", "Lind", "Moreau", "Popescu", "Weber",
    "Young",
]
PRODUCTS = [
    f"{line} {kind}"
    for line in ["Cloud", "Data", "Edge", "Secure", "Insight"]
    for kind in ["Suite", "Core", "Pro", "Gateway", "Studio", "Plus"]
]
REGIONS = ["EMEA", "NA", "APAC", "LATAM", "DACH", "UK&I"]
REGION_SHARES = [0.25, 0.35, 0.2, 0.08, 0.07, 0.05]
SOURCES = [
    "inbound", "outbound", "referral", "partner", "event", "webinar", "paid-search", "organic",
    "social", "cold-call", "upsell", "other",
]
INDUSTRIES = [
    "Manufacturing", "Healthcare", "Fintech", "Retail", "Public Sector", "Energy", "Telecom",
    "Media", "Education", "Logistics", "Software", "Automotive",
]
VERBS = [
    "New", "Renewal", "Expansion", "Pilot", "Upgrade", "Migration", "Platform", "Rollout",
    "Consulting", "Support",
]
# As they stand between the quotes of a JSON text: two of them need escapes.
NOUNS = [
    "Q1", "Q2", "Q3", "Q4", "global", "– Europe", '\\"Phoenix\\"', "R\\u0026D", "tier-1", "日本",
    "fleet", "café chain", "warehouse", "analytics", "backbone", "datacentre",
]
TAGS = [
    "hot", "strategic", "at-risk", "renewal", "competitor", "rfp", "legal", "discount",
    "exec-sponsor", "poc",
]
FIRST_DAY = datetime.date(2022, 1, 1).toordinal()
DAY_COUNT = datetime.date(2026, 6, 30).toordinal() - FIRST_DAY
WON = 5
SETTINGS = {
    "pql": 1,
    "currency": {"base": "EUR"},
    "calendar": {"timezone": "UTC"},
    "pipelines": [
        {
            "name": "Sales",
            "stages": [
                {"name": name, "probability": chance}
                for name, chance in zip(STAGES, STAGE_CHANCES)
            ]
            + [{"name": "won", "outcome": "won"}, {"name": "lost", "outcome": "lost"}],
        }
    ],
}


def draw(count):
    """Every random number there is, drawn in one fixed order; lists by name."""
    random = numpy.random.default_rng(42)
    stage = random.choice(7, count, p=STAGE_SHARES)
    weights = random.pareto(1.5, ACCOUNT_COUNT) + 0.2
    drawn = {
        "stage": stage,
        "account": random.choice(ACCOUNT_COUNT, count, p=weights / weights.sum()),
        "owner": random.integers(0, 200, count),
        "product": random.choice(
            30, count, p=(lambda shares: shares / shares.sum())(1 / numpy.arange(1, 31) ** 0.7)
        ),
        "region": random.choice(6, count, p=REGION_SHARES),
        "source": random.integers(0, 12, count),
    }
    random.choice(3, count, p=[0.6, 0.3, 0.1])  # kept, so that later draws stay what they were
    drawn["amount"] = numpy.round(numpy.exp(random.normal(9.5, 1.2, count)), 2)
    chance = numpy.array(STAGE_CHANCES + [1, 0])[stage]
    drawn["chance"] = numpy.where(
        stage < WON,
        numpy.clip(numpy.round(chance + random.normal(0, 0.05, count), 2), 0, 1),
        chance,
    )
    drawn["created"] = random.integers(0, DAY_COUNT, count)
    drawn["duration"] = random.integers(5, 240, count)
    drawn["industry"] = random.integers(0, 12, count)
    drawn["employees"] = numpy.exp(random.normal(5.5, 1.6, count)).astype(int) + 1
    drawn["verb"] = random.integers(0, 10, count)
    drawn["noun"] = random.integers(0, 16, count)
    drawn["tag_count"] = random.integers(0, 4, count)
    drawn["tags"] = random.integers(0, 10, (count, 3))
    drawn["missing"] = random.random((count, 6))
    drawn["progress"] = numpy.sort(random.random((count, 6)), axis=1)
    drawn["second"] = random.integers(0, 86400, (count, 6))
    drawn["lost_after"] = random.integers(2, 7, count)
    return drawn


def write_lines(count, deals, history):
    """Writes both files; every deal's history follows from its stage."""
    drawn = draw(count)
    accounts = [
        f"{ACCOUNT_NAMES[i % 20]} {ACCOUNT_KINDS[(i // 20) % 10]} {i // 200:03d}"
        for i in range(ACCOUNT_COUNT)
    ]
    owners = [f"{FIRST_NAMES[i % 10]} {LAST_NAMES[i // 10]}" for i in range(200)]
    days = [datetime.date.fromordinal(FIRST_DAY + d).isoformat() for d in range(DAY_COUNT + 1200)]
    for first in range(0, count, 20_000):
        part = {name: values[first : first + 20_000].tolist() for name, values in drawn.items()}
        deal_lines, event_lines = [], []
        for i, stage in enumerate(part["stage"]):
            missing = part["missing"][i]
            identifier = f"D-{first + i:07d}"
            created, duration = part["created"][i], part["duration"][i]
            account, owner = accounts[part["account"][i]], owners[part["owner"][i]]
            probability = "" if missing[0] < 0.02 else f',"probability":{part["chance"][i]}'
            source = "null" if missing[1] < 0.05 else f'"{SOURCES[part["source"][i]]}"'
            closed = f'"{days[created + duration]}"' if stage >= WON else "null"
            employees = part["employees"][i] if missing[3] > 0.04 else "null"
            custom = (
                f',"custom":{{"industry":"{INDUSTRIES[part["industry"][i]]}","employees":{employees}}}'
                if missing[2] > 0.06
                else ""
            )
            tags = ",".join(f'"{TAGS[tag]}"' for tag in part["tags"][i][: part["tag_count"][i]])
            amount = "null" if missing[4] < 0.01 else f'{part["amount"][i]:.2f}'
            deal_lines.append(
                f'{{"id":"{identifier}",'
                f'"name":"{account} – {VERBS[part["verb"][i]]} {NOUNS[part["noun"][i]]}",'
                f'"account":"{account}","owner":"{owner}","product":"{PRODUCTS[part["product"][i]]}",'
                f'"region":"{REGIONS[part["region"][i]]}","source":{source},'
                f'"stage":"{STAGES[stage]}","amount":{amount},"currency":"EUR"{probability},'
                f'"created":"{days[created]}","close_date":"{days[created + duration]}",'
                f'"closed":{closed}{custom},"tags":[{tags}]}}\n'
            )
            path = [*range(part["lost_after"][i] - 1), 6] if stage > WON else range(stage + 1)
            for step, passed in enumerate(path):
                day = created + int(part["progress"][i][step] * duration) if step else created
                second = part["second"][i][step]
                event_lines.append(
                    f'{{"deal_id":"{identifier}","stage":"{STAGES[passed]}",'
                    f'"at":"{days[day]}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}Z",'
                    f'"by":"{owner}"}}\n'
                )
        deals.write("".join(deal_lines))
        history.write("".join(event_lines))


def write_document(folder, tag):
    """One document of the two files: settings, `deals`, `history`."""
    with open(folder / f"doc_{tag}.json", "wb") as document:
        document.write(json.dumps(SETTINGS, separators=(",", ":"))[:-1].encode())
        for entity, name in (("deals", "deals"), ("history", "hist")):
            document.write(b',"%s":[' % entity.encode())
            with open(folder / f"{name}_{tag}.ndjson", "rb") as lines:
                separator = b""
                while some := lines.readlines(1 << 22):
                    document.write(separator + b",".join(line[:-1] for line in some))
                    separator = b","
            document.write(b"]")
        document.write(b"}")


def generate(count, folder, tag, document=False):
    """Fills the folder; the model is written last, so that it stands for a complete set."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        open(folder / f"deals_{tag}.ndjson", "w", encoding="utf-8") as deals,
        open(folder / f"hist_{tag}.ndjson", "w", encoding="utf-8") as history,
    ):
        write_lines(count, deals, history)
    if document:
        write_document(folder, tag)
    entities = {
        "deals": {"file": f"deals_{tag}.ndjson", "fields": {"closed_on": "closed"}},
        "history": {"file": f"hist_{tag}.ndjson", "fields": {"deal": "deal_id"}},
    }
    with open(folder / f"model_{tag}.json", "w", encoding="utf-8") as model:
        json.dump(SETTINGS | {"entities": entities}, model, indent=1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int)
    parser.add_argument("folder")
    parser.add_argument("tag", help="what the names of the files end in")
    parser.add_argument("--document", action="store_true")
    arguments = parser.parse_args()
    generate(arguments.count, arguments.folder, arguments.tag, arguments.document)
