-- The Maven data with PQL's definitions; `GTXPro` is spelt as the products spell it.
create macro today() as DATE '{today}';
create macro money(x) as cast(x as DECIMAL(38, 6));
create table accounts as select * from read_csv('{folder}/accounts.csv');
create table products as select * from read_csv('{folder}/products.csv');
create table owners as select * from read_csv('{folder}/sales_teams.csv');
create table raw as
  select opportunity_id id, * exclude (opportunity_id, close_value),
    cast(close_value as DECIMAL(18, 2)) amount
  from read_csv('{folder}/sales_pipeline.csv');
create view d as
  select id, p.sales_agent owner,
    case p.product when 'GTXPro' then 'GTX Pro' else p.product end product, p.account,
    deal_stage stage, engage_date created, close_date closed_on,
    amount,
    deal_stage in ('Prospecting', 'Engaging') open, deal_stage = 'Won' won,
    deal_stage in ('Won', 'Lost') closed,
    case when deal_stage = 'Won' then close_date - engage_date end cycle,
    coalesce(case when deal_stage in ('Won', 'Lost') then close_date end, today()) - engage_date age,
    sector industry, employees, manager, regional_office team, series family, sales_price price
  from raw p
    left join accounts a on a.account = p.account
    left join owners o using (sales_agent)
    left join products r on r.product = case p.product when 'GTXPro' then 'GTX Pro' else p.product end;
create macro month_of(x) as strftime(x, '%Y-%m');
create macro quarter_of(x) as year(x) || '-Q' || quarter(x);
