/// Lines that many tests go through.
enum Corpus {
  /// Each formats to itself.
  static let queries = [
    "forecast where stage >= proposal by product",
    "deals where open and amount > 50k show name, owner, late: today - close_date sort -amount limit 10",
    "deals where open top 3 by amount per owner",
    "count by stage                                         # deals, unless `of` says otherwise",
    "sum amount, count, median cycle where won by owner during last quarter",
    "count of leads by source, month(created)",
    "sum amount where won by product per month during last 12 months     # a column a month",
    "sum amount where won by owner during this quarter vs last quarter   # both, and the change",
    "deals where amount in 10k..<50k and stage in (qualified, proposal)",
    "sum amount where open by stage vs 30 days ago                       # the same question asked then",
    "deals where account.industry = software | sum amount by owner | where sum_amount > 1M | sort -sum_amount",
    "deals where amount > 2 * avg(amount over product)",
    "sum amount by owner | let part = sum_amount / sum(sum_amount over all), place = rank(sum_amount)",
    "forecast where stage >= proposal by product during next quarter as of 2026-06-30 in EUR as chart",
    "need 20 wins",
    "need EUR 500k",
    "count where amount between EUR 10k and 50k EUR",
    "patterns of won and amount > 5k",
    "score leads using inbound_fit v2 show id, score",
    "explain sum amount where won",
    "explain \"Ana Ruiz\".sum_amount",
    "explain 2.count",
    "explain \"a\", 2026-Q1, missing.`x y`.z",
    "backtest forecast",
    "diff inbound_fit v2, inbound_fit v3",
    "percentile(amount, 90) by region",
    "count where name matches /\\b(pro|plus)\\b/i",
    "count where name not starts with \"x\" and not b ends with \"y\" or c not contains d",
    "count where a is missing and b is not missing and c is present",
    "count where a not in (1, 2) and b not between 1 and 2 and c in [\"x\"] and d in sanctioned",
    "deals where sum(items.amount where product.family = \"Cloud\") > 100k show id",
    "count(activities where type = call during past 30 days on at)",
    "deals where any(history where from = proposal and to = discovery)",
    "part: sum(amount) / count, x: -a * (b + c) ?? 0 by size: if amount > 1k then \"a\" else \"b\"",
    "count where reached proposal and closed_on - created <= 60 days and idle > 2w",
    "count where x = $region and `Deal Amount` > 20% and raw.age > 5bd",
    "count where created in FY2026-Q1 or created in 2026-Q2 or created in 2026-06 or created in FY2026",
    "count where at > 2026-06-30T14:05 and at in 2026-01-01..2026-03-31 and x = true and y != false",
    "changes during 2026-Q3 since 2026-06-15 until 2026-07-15",
    "deals top 3 by amount, -name per owner, region with others limit 5",
    "count during past 90 days on created",
    "count | sort -count | limit 3 | export \"a.csv\"",
    "where won",
    "| sort -sum_amount",
  ]

  static let definitions = [
    "let big = deals where amount > 100k                  # a named query:  forecast of big by owner",
    "define size for accounts = if employees > 1000 then \"large\" else \"small\"      # a field",
    "metric loss_rate = count(lost) / count(closed) \"share of closed deals that were lost\"",
    "param region = \"EMEA\"                                # $region in a query; --param region=APAC",
    "param r: text",
    "let sanctioned = [\"IR\", \"KP\", \"SY\"]                  # a list:  country in sanctioned",
    "use \"team-rules.pql\"                                 # definitions of another file",
    "set today = 2026-06-30",
    "expect count(deals where amount is missing) = 0 because \"every deal has an amount\"   # fails the run",
    "rule stale for deals when open and days_in_stage > 45 days warn because \"no movement in six weeks\"",
  ]

  static let policy = #"""
    policy inbound_fit v3 for leads "Inbound fit; owner: RevOps" {
      start 10
      bounds 0..100
      group fit cap 0..50 {
        senior:     +25 when title matches /\b(VP|Chief|Head)\b/i   because "decision maker"
        mid_market: +20 when account.employees between 200 and 2000 because "mid-market"
      }
      group engagement first cap 0..40 {
        reads: +10 when count(activities where type = email_open during past 14 days) >= 3 because "reads"
        demo:  +15 per activities where type = demo max 30 fading over 2 months            because "a demo"
        cold:  -5 per week since last_activity max 25                                      because "cooling off"
      }
      reject when country in sanctioned because "embargo"
      grade A from 80, B from 60, C from 40, D otherwise
      route to "enterprise" when account.employees > 1000, to "inside sales" otherwise
    }
    """#

  static let table = """
    table territory for leads first complete {
      region | account.employees => team
      emea   | > 1000            => "EMEA enterprise"
      emea   | -                 => "EMEA inside"
      apac   | in (1, 2)         => "x"
      -      | 200..2000         => "y"
      -      | missing           => "global"
    }
    """

  static let test = """
    test "a VP met at two demos is an A" for inbound_fit {
      given { title: "VP Sales", account.employees: 500, activities: [{type: demo}, {type: demo}] }
      expect score = 85, grade = A, fired demo, not fired cold
    }
    """

  static let blocks = [policy, table, test]
  static let all = queries + definitions + blocks
}
