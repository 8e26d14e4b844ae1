with drugs as (
  select person, prescriber, dispensed, packs, coalesce(pack_ddd, 0) as pack_ddd
  from {{ ref('stg_lmdb__dispensings') }}
  where atc like 'N06A%'
),

prescribed as (
  select drugs.person, practices.practice, drugs.dispensed
  from drugs
  inner join ({{ member_practices() }}) as practices
    on practices.number = drugs.prescriber and {{ valid_on('practices', 'drugs.dispensed') }}
  group by drugs.person, practices.practice, drugs.dispensed
  having sum(drugs.packs) > 0
),

redeemed as (
  select person, dispensed, lag(dispensed) over (partition by person order by dispensed) as before
  from drugs
  where person in (select prescribed.person from prescribed)
  group by person, dispensed
  having sum(packs) > 0
),

started as (
  select person, dispensed as started, {{ days_after('dispensed', 180) }} as index_date
  from redeemed
  where before is null or {{ days_between('before', 'dispensed') }} > 365
),

covered as (
  select started.person, started.started, started.index_date,
    sum(drugs.packs) as packs,
    sum(drugs.packs * drugs.pack_ddd) as ddd,
    sum(case when drugs.pack_ddd = 0 then drugs.packs else 0 end) as packs_without_ddd
  from started
  inner join drugs
    on drugs.person = started.person
    and drugs.dispensed >= started.started and drugs.dispensed <= started.index_date
  group by started.person, started.started, started.index_date
),

bipolar as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DF30%' or code like 'DF31%'
  group by person
),

units as (
  select covered.person, prescribed.practice, covered.index_date,
    case
      when {{ age('persons.birth_date', 'covered.started') }} < 18 or bipolar.since <= covered.index_date then 'excluded'
      when covered.ddd >= 144 then 'met'
      when covered.packs_without_ddd > 0 then 'unknown'
      else 'not_met'
    end as status
  from covered
  inner join prescribed on prescribed.person = covered.person and prescribed.dispensed = covered.started
  left join bipolar on bipolar.person = covered.person
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = covered.person
  where covered.packs > 0
)
{{ aggregate('units') }}
