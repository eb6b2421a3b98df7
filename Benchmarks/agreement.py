"""Whether an answer of PQL and one of SQL say the same.

PQL tells the type of each column, and so how near is near enough: money to the cent, exactly where
SQL gives a DECIMAL of cents; other numbers to a part in 10^9; everything else by character.
"""
import datetime
import decimal
import math

FIGURES = ("number", "money", "percent", "duration")
HALF_A_CENT = decimal.Decimal("0.005")


def plain(value):
    """A value of SQL as JSON would have it; decimals stay exact."""
    if isinstance(value, datetime.timedelta):
        return value / datetime.timedelta(days=1)
    if isinstance(value, datetime.datetime):
        # PQL leaves out seconds that are 0.
        return value.isoformat(timespec="seconds" if value.second else "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def same(kind, mine, theirs):
    """Whether two values of one column agree."""
    theirs = plain(theirs)
    if mine is None or theirs is None or kind not in FIGURES:
        return mine == theirs
    if kind == "money":
        mine = decimal.Decimal(mine)
        if isinstance(theirs, decimal.Decimal):
            is_cents = theirs.as_tuple().exponent >= -2
            return mine == theirs if is_cents else abs(mine - theirs) <= HALF_A_CENT
        return math.isclose(mine, theirs, rel_tol=1e-9, abs_tol=0.0051)
    return math.isclose(mine, theirs, rel_tol=1e-9, abs_tol=1e-9)


def difference(answer, theirs, is_ordered=False, names=()):
    """The first place where the answers differ, as a sentence; None where they agree.

    `names` picks columns of PQL's answer. Without an order rows meet by their keys: the columns
    before the first figure. Groups without a row (a stage, a month) are part of PQL's answer and
    not of SQL's; they have to be empty.
    """
    columns = [column for column in answer["columns"] if not names or column["name"] in names]
    kinds = [column["type"] for column in columns]
    mine = [[row[column["name"]] for column in columns] for row in answer["rows"]]
    key_count = next((place for place, kind in enumerate(kinds) if kind in FIGURES), len(kinds))
    theirs = [list(row) for row in theirs]
    for row in theirs:
        if len(row) != len(kinds):
            return f"PQL has {len(kinds)} columns, SQL {len(row)}"
    if key_count and not is_ordered:
        known = {key_of(row, key_count) for row in theirs}
        mine = [row for row in mine if key_of(row, key_count) in known or any(row[key_count:])]
        mine, theirs = (sorted(rows, key=lambda row: key_of(row, key_count)) for rows in (mine, theirs))
    for number, (left, right) in enumerate(zip(mine, theirs), 1):
        if not all(map(same, kinds, left, right)):
            return f"row {number}: PQL says {shown(left)}, SQL {shown(right)}"
    if len(mine) != len(theirs):
        extra = max(mine, theirs, key=len)[min(len(mine), len(theirs))]
        return f"PQL has {len(mine)} rows, SQL {len(theirs)}; one too many is {shown(extra)}"
    return None


def key_of(row, count):
    return tuple(str(plain(value)) for value in row[:count])


def shown(row):
    return ", ".join(str(plain(value)) for value in row)
