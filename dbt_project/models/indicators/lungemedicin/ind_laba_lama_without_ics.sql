with years as ({{ window_years() }}),

followed as (
  select visits.person, practices.practice, years.period, years.last_day,
    coalesce(max(visits.visited) filter (where visits.excluded) = max(visits.visited), false) as excluded
  from {{ ref('stg_drastma__visits') }} as visits
  inner join ({{ member_practices() }}) as practices
    on practices.number = visits.number and {{ valid_on('practices', 'visits.visited') }}
  inner join years
    on visits.visited <= years.last_day
    and year(visits.visited) * 12 + month(visits.visited) > year(years.last_day) * 12 + month(years.last_day) - 36
  group by visits.person, practices.practice, years.period, years.last_day
),

long_acting as (
  select dispensings.person, years.period
  from {{ ref('stg_lmdb__dispensings') }} as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where (dispensings.atc in ('R03AC12', 'R03AC13', 'R03AC18') or dispensings.atc like 'R03BB%')
    and dispensings.person in (select followed.person from followed)
  group by dispensings.person, years.period
  having sum(dispensings.packs) > 0
),

steroids as (
  select person, dispensed, packs from ({{ dispensed('inhaled_steroids') }}) as listed
  union all
  select person, dispensed, packs
  from {{ ref('stg_lmdb__dispensings') }}
  where atc in ('R03AL08', 'R03AL09', 'R03AL11', 'R03AL12')
),

steroid_users as (
  select steroids.person, years.period
  from steroids
  inner join years on steroids.dispensed >= years.first_day and steroids.dispensed <= years.last_day
  group by steroids.person, years.period
  having sum(steroids.packs) > 0
),

with_copd as (
  select person, min(diagnosed) as since from ({{ diagnosed('copd') }}) as diagnoses group by person
),

units as (
  select followed.person, followed.practice, followed.last_day as index_date,
    case
      when followed.excluded or with_copd.since <= followed.last_day then 'excluded'
      when steroid_users.person is null then 'met'
      else 'not_met'
    end as status
  from followed
  inner join long_acting on long_acting.person = followed.person and long_acting.period = followed.period
  left join steroid_users on steroid_users.person = followed.person and steroid_users.period = followed.period
  left join with_copd on with_copd.person = followed.person
)
{{ aggregate('units') }}
