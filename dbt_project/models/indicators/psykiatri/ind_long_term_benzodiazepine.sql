with years as ({{ window_years() }}),

drugs as (
  select person, prescriber, dispensed, packs, coalesce(pack_ddd, 0) as pack_ddd
  from {{ ref('stg_lmdb__dispensings') }}
  where (atc like 'N05BA%' and atc <> 'N05BA09') or atc like 'N05CF%'
),

prescribed as (
  select drugs.person, practices.practice, years.period, years.last_day
  from drugs
  inner join ({{ member_practices() }}) as practices
    on practices.number = drugs.prescriber and {{ valid_on('practices', 'drugs.dispensed') }}
  inner join years on drugs.dispensed >= years.first_day and drugs.dispensed <= years.last_day
  group by drugs.person, practices.practice, years.period, years.last_day
  having sum(drugs.packs) > 0
),

redeemed as (
  select drugs.person, years.period,
    sum(drugs.packs * drugs.pack_ddd) as ddd,
    sum(case when drugs.pack_ddd = 0 then drugs.packs else 0 end) as packs_without_ddd
  from drugs
  inner join years on drugs.dispensed >= years.first_day and drugs.dispensed <= years.last_day
  where drugs.person in (select prescribed.person from prescribed)
  group by drugs.person, years.period
),

units as (
  select prescribed.person, prescribed.practice, prescribed.last_day as index_date,
    case
      when {{ age('persons.birth_date', 'prescribed.last_day') }} < 18 then 'excluded'
      when redeemed.ddd > 180 then 'met'
      when redeemed.packs_without_ddd > 0 then 'unknown'
      else 'not_met'
    end as status
  from prescribed
  inner join redeemed on redeemed.person = prescribed.person and redeemed.period = prescribed.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = prescribed.person
)
{{ aggregate('units') }}
