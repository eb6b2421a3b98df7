"""The questions that PQL and its peers are asked.

Each stands in PQL, in the SQL that is timed, which is what somebody would write for DuckDB, and in
the SQL that PQL's answer is compared with, which states PQL's definitions: a deal without a recorded
probability takes its stage's; a missing amount is passed over; text tests look past case; what is
missing sorts last; a tie of a ranking goes by id or by name; a skipped stage counts as passed; a
visit that still runs is censored, and the median of visits is Kaplan and Meier's.
"""
import dataclasses

# The day that every run counts as today: after the last event of the data.
TODAY = "2027-06-30"

STAGES = ["lead", "qualified", "discovery", "proposal", "negotiation", "won", "lost"]

CHANCE = (
    "coalesce(probability, case stage::varchar when 'lead' then 0.05 when 'qualified' then 0.15 "
    "when 'discovery' then 0.3 when 'proposal' then 0.5 when 'negotiation' then 0.75 "
    "when 'won' then 1 when 'lost' then 0 end)"
)

# Every field of a deal by name, so that a load leaves none out.
FIELDS = (
    "id, name, account, owner, product, region, source, stage, amount, currency, probability, "
    "created, close_date, closed_on, custom.industry, custom.employees, tags"
)
LOAD = f"deals limit 1 show {FIELDS}"

# Steps of one deal in the order of time; what lasts until TODAY is censored. A last event that is not
# the deal's stage ended when the deal was closed, and nobody knows when if it is open. The median is
# where the curve of Kaplan and Meier falls below a half, midway if it is a half for a while.
FUNNEL = f"""
with ranks as (select unnest({STAGES}) stage, unnest(range(7)) place),
path as (
  select deal_id, place, hist.stage::varchar = deals.stage::varchar is_now, deals.closed,
    epoch("at") entered,
    lead(epoch("at")) over (partition by deal_id order by "at", hist.rowid) leaves
  from hist join ranks on hist.stage::varchar = ranks.stage join deals on deals.id = deal_id),
farthest as (select deal_id, max(place) place from path where place < 6 group by deal_id),
reached as (
  select ranks.place, (select count(*) from farthest where farthest.place >= ranks.place) deals
  from ranks where place < 6),
visits as (
  select place, leaves is not null or not is_now has_ended,
    coalesce(leaves, case when is_now then epoch(TIMESTAMP '{TODAY}') + 86400
      else greatest(epoch(closed), entered) end) - entered lasted
  from path where place < 5 and (leaves is not null or is_now or closed is not null)),
moments as (
  select place, lasted, sum(has_ended::int) ended, count(*) visits
  from visits group by place, lasted),
standing as (
  select place, lasted, ended,
    sum(visits) over (partition by place order by lasted desc) at_risk
  from moments),
curve as (
  select place, lasted,
    product(1 - ended / at_risk) over (partition by place order by lasted) still_there
  from standing),
medians as (
  select place, (min(lasted) filter (still_there < 0.5 + 1e-9)
    + min(lasted) filter (still_there < 0.5 - 1e-9)) / 2 / 86400.0 as days
  from curve group by place)
select ranks.stage, reached.deals, medians.days
from ranks join reached using (place) left join medians using (place)
"""


@dataclasses.dataclass
class Question:
    """`columns` are those of PQL's answer that the exact SQL states too; all of them when empty."""

    name: str
    meaning: str
    pql: str
    timed: str
    exact: str
    is_ordered: bool = False
    columns: tuple = ()
    # What performance asks of PQL, one thread, over a million deals; milliseconds.
    aim: float = 0


def questions(count):
    """Every question over a table of `count` deals."""
    one = f"D-{count * 7 // 90:07d}"
    return [
        Question(
            "Q1",
            "open deals at proposal or past it: Σ amount × probability by product",
            "sum weighted where open and stage >= proposal by product",
            "select product, sum(amount * probability) from deals "
            "where stage in ('proposal', 'negotiation') and closed is null group by product",
            f"select product, sum(amount * {CHANCE}) from deals "
            "where stage in ('proposal', 'negotiation') group by product",
            aim=3,
        ),
        Question(
            "Q2",
            "count by owner and stage",
            "count by owner, stage",
            "select owner, stage, count(*) from deals group by owner, stage",
            "select owner, stage, count(*) from deals group by owner, stage",
            aim=1.5,
        ),
        Question(
            "Q3",
            "ten largest deals of a region",
            "deals where region = EMEA show id, amount sort -amount limit 10",
            "select id, amount from deals where region = 'EMEA' "
            "order by amount desc nulls last limit 10",
            "select id, amount from deals where region = 'EMEA' "
            "order by amount desc nulls last, id limit 10",
            is_ordered=True,
            aim=4,
        ),
        Question(
            "Q4",
            "won amount by product and month, 24 months",
            "sum amount where won by product, month(closed_on) "
            "during 2024-07-01..<2026-07-01 on closed_on",
            "select product, date_trunc('month', closed) m, sum(amount) from deals "
            "where stage = 'won' and closed >= DATE '2024-07-01' "
            "and closed < DATE '2026-07-01' group by 1, 2",
            "select product, strftime(date_trunc('month', closed), '%Y-%m'), "
            "coalesce(sum(amount), 0) from deals where stage = 'won' "
            "and closed >= DATE '2024-07-01' and closed < DATE '2026-07-01' group by 1, 2",
            aim=5,
        ),
        Question(
            "Q5",
            "per stage: deals that reached it, median days to the next",
            "funnel",
            'with x as (select deal_id, stage, "at", '
            'lead("at") over (partition by deal_id order by "at") nx from hist) '
            "select stage, count(distinct deal_id), "
            'median(epoch(nx) - epoch("at")) / 86400.0 from x group by stage',
            FUNNEL,
            columns=("stage", "reached", "median_days"),
            aim=120,
        ),
        Question(
            "Q6a",
            "name contains",
            'count where name contains "Platform Q3"',
            "select count(*) from deals where name like '%Platform Q3%'",
            "select count(*) from deals where name ilike '%Platform Q3%'",
            aim=6,
        ),
        Question(
            "Q6b",
            "account starts with",
            'count where account starts with "Tyrell"',
            "select count(*) from deals where account like 'Tyrell%'",
            "select count(*) from deals where account ilike 'Tyrell%'",
            aim=1,
        ),
        Question(
            "Q7",
            "one deal by id",
            f'deals where id = "{one}"',
            f"select * from deals where id = '{one}'",
            f"select id, amount from deals where id = '{one}'",
            columns=("id", "amount"),
            aim=0.5,
        ),
        Question(
            "Q8",
            "ten largest accounts of 20 000",
            "sum amount by account top 10 by sum_amount",
            "select account, sum(amount) s from deals group by account order by s desc limit 10",
            "select account, coalesce(sum(amount), 0) s from deals group by account "
            "order by s desc, account limit 10",
            is_ordered=True,
            aim=2,
        ),
    ]
