with years as ({{ window_years() }}),

opioids as (
  select dispensings.person, dispensings.prescriber, dispensings.dispensed, dispensings.packs, years.period,
    years.last_day
  from ({{ dispensed('opioids') }}) as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
),

users as (
  select opioids.person, practices.practice, opioids.period, opioids.last_day
  from opioids
  inner join ({{ member_practices() }}) as practices
    on practices.number = opioids.prescriber and {{ valid_on('practices', 'opioids.dispensed') }}
  group by opioids.person, practices.practice, opioids.period, opioids.last_day
  having sum(opioids.packs) > 0
),

quarters as (
  select person, period, {{ quarter_of('dispensed') }} as quarter
  from opioids
  where person in (select users.person from users)
  group by person, period, {{ quarter_of('dispensed') }}
  having sum(packs) > 0
),

long_term as (
  select person, period from quarters group by person, period having count(*) >= 3
),

units as (
  select users.person, users.practice, users.last_day as index_date,
    case
      when cancers.since <= users.last_day then 'excluded'
      when long_term.person is not null then 'met'
      else 'not_met'
    end as status
  from users
  left join long_term on long_term.person = users.person and long_term.period = users.period
  left join {{ ref('int_cancers') }} as cancers on cancers.person = users.person
)
{{ aggregate('units') }}
