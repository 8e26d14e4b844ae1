with years as ({{ window_years() }}),

seen as (
  select services.person, practices.practice, years.last_day,
    max(
      case when services.service in ('072104', '073106', '073126', '073129', '073206', '074106', '074206') then 1 else 0 end
    ) as inserted,
    max(case when services.service in ('070190', '070191') then 1 else 0 end) as fertility
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join years on services.week >= years.first_day and services.week <= years.last_day
  inner join {{ ref('stg_bef__persons') }} as persons
    on persons.person = services.person and persons.sex = 'K'
    and {{ age('persons.birth_date', 'years.last_day') }} >= 15
    and {{ age('persons.birth_date', 'years.last_day') }} <= 49
  group by services.person, practices.practice, years.last_day
),

units as (
  select person, practice, last_day as index_date,
    case
      when fertility = 1 then 'excluded'
      when inserted = 1 then 'met'
      else 'not_met'
    end as status
  from seen
)
{{ aggregate('units') }}
