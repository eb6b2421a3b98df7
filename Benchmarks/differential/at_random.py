"""Questions at random with their SQL, from a small grammar.

Figures × conditions × keys × periods, and lists: values × conditions × orders.
"""
import random

CONDITIONS = [
    ("open", "open"),
    ("won", "won"),
    ("lost", "lost"),
    ("closed", "closed"),
    ("overdue", "overdue"),
    ("region = EMEA", "region = 'EMEA'"),
    ("region in (NA, APAC)", "region in ('NA', 'APAC')"),
    ('product starts with "cloud"', "product ilike 'cloud%'"),
    ("source is missing", "source is null"),
    ("source != referral", "source is distinct from 'referral'"),
    ("source in (event, webinar)", "coalesce(source in ('event', 'webinar'), false)"),
    ("amount > 20k", "coalesce(amount > 20000, false)"),
    ("amount between 5k and 25k", "coalesce(amount between 5000 and 25000, false)"),
    ("amount is missing", "amount is null"),
    ("weighted >= 10k", "coalesce(weighted >= 10000, false)"),
    ("stage >= discovery", "coalesce(rank >= 2, false)"),
    ("stage < proposal", "coalesce(rank < 3, false)"),
    ("stage in (lead, negotiation)", "stage in ('lead', 'negotiation')"),
    ("probability >= 30%", "probability >= 0.3"),
    ("created >= 2024-07-01", "created >= DATE '2024-07-01'"),
    ("created in 2025", "year(created) = 2025"),
    ("close_date in 2026-Q2", "close_date between DATE '2026-04-01' and DATE '2026-06-30'"),
    ("age > 200 days", "age > 200"),
    ("custom.industry = Energy", "coalesce(custom.industry = 'Energy', false)"),
    ("custom.employees <= 100", "coalesce(custom.employees <= 100, false)"),
    ('name contains "q"', "name ilike '%q%'"),
    ('account ends with "7"', "account like '%7'"),
    ('tags contains "rfp"', "list_contains(tags, 'rfp')"),
    ("length(owner) > 10", "length(owner) > 10"),
]
KEYS = [
    ("product", "product"),
    ("region", "region"),
    ("stage", "stage"),
    ("owner", "owner"),
    ("source", "source"),
    ("custom.industry", "custom.industry"),
    ("month(created)", "month_of(created)"),
    ("quarter(close_date)", "quarter_of(close_date)"),
    ("year(closed_on)", "year_of(closed_on)"),
    ("weekday(created)", "weekday_of(created)"),
    ("bands(amount, 10k, 50k)", "band"),
]
FIGURES = [
    ("sum amount", "coalesce(sum(amount), 0)"),
    ("sum weighted", "money(coalesce(sum(weighted), 0))"),
    ("avg amount", "money(avg(amount))"),
    ("median amount", "money(median(amount::DOUBLE))"),
    ("percentile(amount, 90)", "money(quantile_cont(amount::DOUBLE, 0.9))"),
    ("min amount", "min(amount)"),
    ("max amount", "max(amount)"),
    ("distinct account", "count(distinct account)"),
    ("win_rate", "count(*) filter (won) / nullif(count(*) filter (closed), 0)"),
    (
        "win_rate(value)",
        "coalesce(sum(amount) filter (won), 0)::DOUBLE / nullif((sum(amount) filter (closed))::DOUBLE, 0)",
    ),
    ("avg probability", "avg(probability)"),
    ("sum custom.employees", "coalesce(sum(custom.employees), 0)"),
    ("avg custom.employees", "avg(custom.employees)"),
    ("median age", "median(age)"),
    ("avg cycle", "avg(cycle)"),
    ("max cycle", "max(cycle)"),
    ("count(won)", "count(*) filter (won)"),
    ("count(source is missing)", "count(*) filter (source is null)"),
    ("sum(amount where won)", "coalesce(sum(amount) filter (won), 0)"),
    ("avg(amount where lost)", "money(avg(amount) filter (lost))"),
    ("sum(amount * probability)", "money(coalesce(sum(amount * probability), 0))"),
    ("max(close_date - created)", "max(close_date - created)"),
]
PERIODS = [
    ("during 2025", "on_day between DATE '2025-01-01' and DATE '2025-12-31'"),
    ("during 2026-Q1", "on_day between DATE '2026-01-01' and DATE '2026-03-31'"),
    ("during last 2 quarters", "on_day >= DATE '2025-10-01' and on_day < DATE '2026-04-01'"),
    ("during past 180 days", "on_day > today() - 180 and on_day <= today()"),
    ("during 2023 on created", "year(created) = 2023"),
    (
        "during 2024-03-10..2025-02-03 on close_date",
        "close_date between DATE '2024-03-10' and DATE '2025-02-03'",
    ),
]


VALUES = [
    ("amount", "amount"),
    ("weighted", "money(weighted)"),
    ("probability", "probability"),
    ("stage", "stage"),
    ("created", "created"),
    ("closed_on", "closed_on"),
    ("v1: month(close_date)", "month_of(close_date)"),
    ("age", "age"),
    ("cycle", "cycle"),
    ("v2: amount * 2 - weighted", "money(amount * 2 - weighted)"),
    ("v3: close_date - created", "close_date - created"),
    ("v4: amount ?? 0", "coalesce(amount, 0)"),
    ('v5: if amount > 20k then "large" else "small"', "if(amount > 20000, 'large', 'small')"),
    ("v6: length(name)", "length(name)"),
    ("v7: upper(region)", "upper(region)"),
    ("v8: bands(amount, 10k, 50k)", "band"),
    ("v9: count(history)", "(select count(*) from hist where deal_id = d.id)"),
    ("custom.employees", "custom.employees"),
]
# What a list is sorted by; equal ones stay in the order of the file.
ORDERS = [
    ("amount", "amount nulls last"),
    ("-amount", "amount desc nulls last"),
    ("-created", "created desc nulls last"),
    ("close_date, -amount", "close_date nulls last, amount desc nulls last"),
    ("owner, created", "owner nulls last, created nulls last"),
    ("-custom.employees", "custom.employees desc nulls last"),
]


def condition(draw, depth=0):
    """A condition in both languages; the SQL never gives null, since PQL's logic has two values."""
    if depth < 2 and draw.random() < 0.5:
        left, right = condition(draw, depth + 1), condition(draw, depth + 1)
        word = draw.choice(["and", "or"])
        return tuple(f"({one} {word} {other})" for one, other in zip(left, right))
    chosen = draw.choice(CONDITIONS)
    if draw.random() < 0.2:
        return f"not ({chosen[0]})", f"not ({chosen[1]})"
    return chosen


def listing(draw):
    """Records with some values, all or the first of an order."""
    wanted, values = condition(draw), draw.sample(VALUES, draw.randint(1, 4))
    question = f"deals where {wanted[0]} show id, " + ", ".join(value[0] for value in values)
    sql = "select id, " + ", ".join(value[1] for value in values) + f" from d where {wanted[1]}"
    if draw.random() < 0.7:
        order, limit = draw.choice(ORDERS), draw.choice([1, 7, 50])
        question += f" sort {order[0]} limit {limit}"
        sql += f" order by {order[1]}, rowid limit {limit}"
    return [question, sql]


def grouping(draw):
    """Figures by keys; a count stands first among them."""
    keys = draw.sample(KEYS, draw.choice([0, 1, 1, 1, 2]))
    figures = [("count", "count(*)")] + draw.sample(FIGURES, draw.randint(1, 3))
    wanted = [condition(draw)] if draw.random() < 0.8 else []
    period = [draw.choice(PERIODS)] if draw.random() < 0.3 else []
    question = ", ".join(figure[0] for figure in figures)
    if wanted:
        question += f" where {wanted[0][0]}"
    if keys:
        question += " by " + ", ".join(key[0] for key in keys)
    question += "".join(f" {one[0]}" for one in period)
    sql = "select " + ", ".join(one[1] for one in keys + figures) + " from d"
    if wanted or period:
        sql += " where " + " and ".join(f"({one[1]})" for one in wanted + period)
    if keys:
        sql += " group by " + ", ".join(str(place + 1) for place in range(len(keys)))
    return [question, sql]


def pairs(seed, count):
    """`count` questions, the same for the same seed."""
    draw = random.Random(seed)
    return [(listing if draw.random() < 0.25 else grouping)(draw) for _ in range(count)]
