with years as ({{ window_years() }}),

saba as (
  select dispensings.person, practices.practice, years.period, years.last_day
  from ({{ dispensed('short_acting_beta_agonists') }}) as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  group by dispensings.person, practices.practice, years.period, years.last_day
  having sum(dispensings.packs) >= 3
),

steroid as (
  select dispensings.person, years.period
  from ({{ dispensed('inhaled_steroids') }}) as dispensings
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  where dispensings.person in (select saba.person from saba)
  group by dispensings.person, years.period
  having sum(dispensings.packs) > 0
),

units as (
  select saba.person, saba.practice, saba.last_day as index_date,
    case
      when persons.birth_date is null then 'unknown'
      when {{ age('persons.birth_date', 'saba.last_day') }} >= 18 then 'excluded'
      when steroid.person is null then 'met'
      else 'not_met'
    end as status
  from saba
  left join steroid on steroid.person = saba.person and steroid.period = saba.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = saba.person
)
{{ aggregate('units') }}
