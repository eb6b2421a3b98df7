/// What the laws of past days ask: each field of history, each verb, and what hangs on relations.
enum PastQuestions {
  static let all = ofHistory + plain

  /// What follows from the order of changes.
  static let ofHistory = [
    "deals show id, stage, amount, close_date, owner, hot, seats sort id",
    "deals show id, won, lost, open, closed_on, cycle, age sort id",
    "deals show id, pushes, slipped, overdue, days_in_stage sort id",
    "deals show id, entered(proposal), days_in(proposal), reached proposal sort id",
    "count, sum amount by stage", "funnel", "funnel by source during past 200 days", "changes",
    "changes by owner since 60 days ago",
    "changes by account.industry, pipeline during this year since 90 days ago",
    "changes where stage >= proposal and hot during this quarter since 45 days ago",
    "changes where pushes = 0 and days_in_stage < 60 days during this year since 80 days ago",
  ]

  private static let plain = [
    "count, sum amount", "count by pipeline, stage", "sum amount where open by owner",
    "sum amount where open by owner.team", "count where stage >= proposal",
    "count where stage < proposal", "count where reached won by source",
    "deals where days_in_stage > 30 days show id sort id",
    "deals show id, lost_reason, probability, weighted sort id",
    "deals show id, account, account.industry, account.name sort id",
    "deals show id, count(activities), last_activity, idle sort id",
    "deals where count(activities where type = demo during past 60 days) >= 1 show id sort id",
    "count of activities by type", "count of activities where deal.open",
    "sum weighted where open by stage", "win_rate by owner during past 180 days",
    "median cycle where won by source", "avg age where open",
    "sum amount where won by month(closed_on)", "count where created in past 90 days",
    "count of leads where converted by source",
    "leads show id, converted, converted_at, converted_deal, disqualified_reason sort id",
    "leads show id, age, converted_deal.stage, converted_deal.amount sort id",
    "count of accounts by industry",
    "accounts show id, count(deals), sum(deals.amount where open) sort id",
    "owners show id, count(deals), sum(deals.amount where won) sort id",
    "forecast", "forecast by owner during this quarter",
    "forecast by account.industry where stage >= proposal",
    "sum amount where open vs 60 days ago", "count by stage vs 90 days ago",
    "deals where open show id, amount top 3 by amount",
    "count, sum amount where close_date in this quarter and open by owner",
    "percentile(amount, 90), median amount where seats > 2 by hot", "count of history by field",
    "deals where open show id, rank(amount) sort id",
    "sum amount, share amount where open by owner",
    "velocity by owner", "aging by pipeline", "cohort per quarter by source",
    "cohort by age_months",
    "funnel of leads by source", "problems", "count where stalled by stage",
    "forecast by owner vs 45 days ago",
  ]
}
