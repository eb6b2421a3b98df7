-- The sample pipeline with PQL's definitions: two pipelines with stages of the same names.
create macro today() as DATE '{today}';
create macro money(x) as cast(x as DECIMAL(38, 6));
create table stages as select * from (values
  ('New business', 'Prospecting', 0, 0.1, 'open'), ('New business', 'Qualified', 1, 0.2, 'open'),
  ('New business', 'Discovery', 2, 0.35, 'open'), ('New business', 'Proposal', 3, 0.5, 'open'),
  ('New business', 'Negotiation', 4, 0.75, 'open'), ('New business', 'Closed Won', 5, 1, 'won'),
  ('New business', 'Closed Lost', null, 0, 'lost'), ('Renewal', 'Upcoming', 0, 0.7, 'open'),
  ('Renewal', 'Proposal', 1, 0.8, 'open'), ('Renewal', 'Negotiation', 2, 0.9, 'open'),
  ('Renewal', 'Renewed', 3, 1, 'won'), ('Renewal', 'Churned', null, 0, 'lost'))
  s(pipeline, stage, rank, chance, outcome);
create table accounts as select * from read_csv('{folder}/accounts.csv');
create table owners as select * from read_csv('{folder}/owners.csv');
create table products as select * from read_json('{folder}/products.json');
create table items as select * replace (cast(amount as DECIMAL(18, 2)) as amount)
  from read_csv('{folder}/items.csv');
create table quotas as select * from read_csv('{folder}/quotas.csv');
create table leads as select * from read_json('{folder}/leads.ndjson', format = 'newline_delimited',
  sample_size = -1);
create table activities as select * replace (cast("at" as TIMESTAMP) as "at")
  from read_json('{folder}/activities.ndjson', format = 'newline_delimited', sample_size = -1);
create table hist as select * replace (cast("at" as TIMESTAMP) as "at")
  from read_json('{folder}/history.ndjson', format = 'newline_delimited', sample_size = -1);
create table raw as select * replace (cast(amount as DECIMAL(18, 2)) as amount)
  from read_json('{folder}/deals.ndjson', format = 'newline_delimited', sample_size = -1);
-- An empty text is missing.
update raw set owner = nullif(owner, ''), account = nullif(account, ''), source = nullif(source, '');
create view d as
  select raw.id, raw.name, raw.pipeline, raw.stage, raw.created, raw.closed_on, raw.close_date,
    raw.owner, raw.account, raw.region, raw.source, raw.lost_reason, raw.tags, raw.custom, raw.amount,
    case raw.product when 'AtlasCRM' then 'Atlas CRM' else raw.product end product,
    outcome = 'open' open, outcome = 'won' won, outcome = 'lost' lost, outcome <> 'open' closed,
    rank, chance probability, amount * chance weighted,
    coalesce(case when outcome <> 'open' then raw.closed_on end, today()) - raw.created age,
    case when outcome = 'won' then raw.closed_on - raw.created end cycle,
    case when outcome <> 'open' then raw.closed_on else raw.close_date end on_day,
    coalesce(outcome = 'open' and raw.close_date < today(), false) overdue,
    a.industry, a.employees, a.country, o.team, o.manager, p.family, p.price list_price
  from raw left join stages using (pipeline, stage)
    left join accounts a on a.name = raw.account
    left join owners o on o.name = raw.owner
    left join products p on p.name = case raw.product when 'AtlasCRM' then 'Atlas CRM' else raw.product end;
create macro month_of(x) as strftime(x, '%Y-%m');
create macro quarter_of(x) as year(x) || '-Q' || quarter(x);
-- The fiscal year begins in April and is named by its end.
create macro fiscal_quarter_of(x) as
  'FY' || year(x + interval 9 month) || '-Q' || quarter(x - interval 3 month);
