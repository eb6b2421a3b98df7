"""Whether PQL's answer and SQL's say the same."""
import datetime
import decimal
import math


def plain(value):
    """A value as JSON has it: days as texts, decimals exact."""
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return value


def is_number(value):
    return isinstance(value, (int, float, decimal.Decimal)) and not isinstance(value, bool)


def same(mine, theirs, relative=1e-9, absolute=0.006):
    """Whether two values agree: cents as PQL writes them, to 1e-9 beyond; texts by character."""
    mine, theirs = plain(mine), plain(theirs)
    if is_number(mine) and is_number(theirs):
        return math.isclose(float(mine), float(theirs), rel_tol=relative, abs_tol=absolute)
    return mine == theirs


def difference(mine, theirs, is_ordered=False, **tolerance):
    """The first place where two lists of rows differ, as a sentence; None where they agree.

    Without an order rows meet by their texts, so a key must tell the rows apart.
    """
    if not is_ordered:
        mine, theirs = (sorted(rows, key=row_key) for rows in (mine, theirs))
    for number, (left, right) in enumerate(zip(mine, theirs), 1):
        if len(left) != len(right):
            return f"row {number} has {len(left)} columns in PQL, {len(right)} in SQL"
        if not all(same(one, other, **tolerance) for one, other in zip(left, right)):
            return f"row {number}: PQL says {list(left)}, SQL {list(map(plain, right))}"
    if len(mine) != len(theirs):
        return f"PQL has {len(mine)} rows, SQL {len(theirs)}"
    return None


def row_key(row):
    """Texts and days first, as what tells groups apart; then the numbers, rounded."""
    texts = [str(plain(value)) for value in row if not is_number(value)]
    return texts, [round(float(value), 2) for value in row if is_number(value)]
