with drugs as (
  select person, prescriber, dispensed, packs
  from {{ ref('stg_lmdb__dispensings') }}
  where atc = 'N06BA04'
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
  select person, dispensed as started, {{ days_after('dispensed', 56) }} as index_date
  from redeemed
  where before is null or {{ days_between('before', 'dispensed') }} > 365
),

kept as (
  select started.person, started.started
  from started
  inner join drugs
    on drugs.person = started.person
    and drugs.dispensed >= started.started and drugs.dispensed <= started.index_date
  group by started.person, started.started
  having sum(drugs.packs) > 0
),

contacts as (
  select services.person, practices.practice, services.week
  from (
    select person, number, week from ({{ claimed('child_psychiatry_consultations') }}) as consultations
    union all
    select person, number, week from {{ ref('stg_sssy__services') }} where service = '260201'
  ) as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
),

units as (
  select started.person, prescribed.practice, started.index_date,
    case
      when {{ age('max(persons.birth_date)', 'started.started') }} >= 18 then 'excluded'
      when count(contacts.week) > 0 then 'met'
      else 'not_met'
    end as status
  from started
  inner join kept on kept.person = started.person and kept.started = started.started
  inner join prescribed on prescribed.person = started.person and prescribed.dispensed = started.started
  left join contacts
    on contacts.person = started.person and contacts.practice = prescribed.practice
    and {{ days_between(monday_of('started.started'), 'contacts.week') }} between 7 and 7 * 8
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = started.person
  group by started.person, prescribed.practice, started.started, started.index_date
)
{{ aggregate('units') }}
