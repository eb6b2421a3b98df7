-- The generator's data with PQL's definitions.
create macro today() as DATE '{today}';
-- Money beyond cents, exact enough to be rounded once.
create macro money(x) as cast(x as DECIMAL(38, 6));
create table hist as select * from read_json(
  '{folder}/hist_10k.ndjson', format = 'newline_delimited',
  columns = {deal_id: 'VARCHAR', stage: 'VARCHAR', "at": 'TIMESTAMP', "by": 'VARCHAR'});
create table raw as select * from read_json(
  '{folder}/deals_10k.ndjson', format = 'newline_delimited',
  columns = {id: 'VARCHAR', name: 'VARCHAR', account: 'VARCHAR', owner: 'VARCHAR',
    product: 'VARCHAR', region: 'VARCHAR', source: 'VARCHAR', stage: 'VARCHAR',
    amount: 'DECIMAL(18, 2)', currency: 'VARCHAR', probability: 'DECIMAL(6, 4)',
    created: 'DATE', close_date: 'DATE', closed: 'DATE',
    custom: 'STRUCT(industry VARCHAR, employees BIGINT)', tags: 'VARCHAR[]'});
create view deals as select * from raw;
create table stages as select unnest(
  ['lead', 'qualified', 'discovery', 'proposal', 'negotiation', 'won', 'lost']) stage,
  -- Lost has no rank.
  unnest([0, 1, 2, 3, 4, 5, null]) rank,
  unnest([0.05, 0.15, 0.3, 0.5, 0.75, 1, 0]) chance;
create view d as
  select raw.* exclude (closed, probability), raw.rowid, raw.probability recorded, closed closed_on,
    stage not in ('won', 'lost') open, stage = 'won' won, stage = 'lost' lost,
    stage in ('won', 'lost') closed, rank, coalesce(probability, chance) probability,
    amount * coalesce(probability, chance) weighted,
    -- The age of a closed deal stands still.
    coalesce(closed, today()) - created age,
    case when stage = 'won' then closed - created end cycle,
    coalesce(stage not in ('won', 'lost') and close_date < today(), false) overdue,
    -- The day that `during` and `per` go by.
    case when stage in ('won', 'lost') then closed else close_date end on_day,
    case when amount < 10000 then '< 10k' when amount < 50000 then '10k..<50k'
      when amount >= 50000 then '>= 50k' end band
  from raw join stages using (stage);
create macro month_of(x) as strftime(x, '%Y-%m');
create macro quarter_of(x) as year(x) || '-Q' || quarter(x);
create macro year_of(x) as cast(year(x) as VARCHAR);
create macro weekday_of(x) as lower(dayname(x));
