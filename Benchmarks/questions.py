"""The questions that PQL and its peers are asked, in PQL and in SQL that states PQL's definitions.

A deal without a recorded probability takes its stage's; a missing amount is passed over; text tests
look past case; what is missing sorts last; a tie of a ranking goes by id or by name.
"""
import dataclasses

CHANCE = (
    "coalesce(probability, case stage::varchar when 'lead' then 0.05 when 'qualified' then 0.15 "
    "when 'discovery' then 0.3 when 'proposal' then 0.5 when 'negotiation' then 0.75 "
    "when 'won' then 1 when 'lost' then 0 end)"
)


@dataclasses.dataclass
class Question:
    name: str
    meaning: str
    pql: str
    sql: str
    is_ordered: bool = False


def questions(count):
    """Every question over a table of `count` deals."""
    one = f"D-{count * 7 // 9:07d}"
    return [
        Question(
            "Q1",
            "open deals at proposal or past it: Σ amount × probability by product",
            "sum weighted where open and stage >= proposal by product",
            f"select product, sum(amount * {CHANCE}) from deals "
            "where stage in ('proposal', 'negotiation') group by product",
        ),
        Question(
            "Q2",
            "count by owner and stage",
            "count by owner, stage",
            "select owner, stage, count(*) from deals group by owner, stage",
        ),
        Question(
            "Q3",
            "ten largest deals of a region",
            "deals where region = EMEA show id, amount sort -amount limit 10",
            "select id, amount from deals where region = 'EMEA' "
            "order by amount desc nulls last, id limit 10",
            is_ordered=True,
        ),
        Question(
            "Q4",
            "won amount by product and month, 24 months",
            "sum amount where won by product, month(closed_on) "
            "during 2024-07-01..<2026-07-01 on closed_on",
            "select product, strftime(date_trunc('month', closed), '%Y-%m'), sum(amount) "
            "from deals where stage = 'won' and closed >= DATE '2024-07-01' "
            "and closed < DATE '2026-07-01' group by 1, 2",
        ),
        Question(
            "Q6a",
            "name contains",
            'count where name contains "Platform Q3"',
            "select count(*) from deals where name ilike '%Platform Q3%'",
        ),
        Question(
            "Q6b",
            "account starts with",
            'count where account starts with "Tyrell"',
            "select count(*) from deals where account ilike 'Tyrell%'",
        ),
        Question(
            "Q7",
            "one deal by id",
            f'deals where id = "{one}" show id, amount',
            f"select id, amount from deals where id = '{one}'",
        ),
        Question(
            "Q8",
            "ten largest accounts of 20 000",
            "sum amount by account top 10 by sum_amount",
            "select account, coalesce(sum(amount), 0) s from deals group by account "
            "order by s desc, account limit 10",
            is_ordered=True,
        ),
    ]
