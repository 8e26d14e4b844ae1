with years as ({{ window_years() }}),

fibrillating as (
  select person, min(diagnosed) as since
  from ({{ diagnosed('atrial_fibrillation') }}) as diagnoses
  group by person
),

seen as (
  select distinct services.person, practices.practice, years.first_day, years.last_day
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  inner join fibrillating on fibrillating.person = services.person
  inner join years
    on services.week >= years.first_day and services.week <= years.last_day
    and fibrillating.since < years.first_day
),

{#- A contact after the first stroke may be about that one: only the first counts. -#}
strokes as (
  select person, min(diagnosed) as first_stroke
  from {{ ref('int_diagnoses') }}
  where code like 'DI63%'
  group by person
),

units as (
  select seen.person, seen.practice, seen.last_day as index_date,
    case
      when strokes.first_stroke < seen.first_day then 'excluded'
      when strokes.first_stroke <= seen.last_day then 'met'
      else 'not_met'
    end as status
  from seen
  left join strokes on strokes.person = seen.person
)
{{ aggregate('units') }}
