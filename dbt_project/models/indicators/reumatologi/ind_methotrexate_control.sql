with years as ({{ window_years() }}),

methotrexate_packs as (
  select person, prescriber, dispensed, packs from ({{ dispensed('methotrexate') }}) as dispensings
),

treated_at_the_end as (
  select methotrexate_packs.person, practices.practice, years.period, years.first_day, years.last_day
  from methotrexate_packs
  inner join ({{ member_practices() }}) as practices
    on practices.number = methotrexate_packs.prescriber
    and {{ valid_on('practices', 'methotrexate_packs.dispensed') }}
  inner join years
    on methotrexate_packs.dispensed > {{ days_after('years.last_day', -183) }}
    and methotrexate_packs.dispensed <= years.last_day
  group by methotrexate_packs.person, practices.practice, years.period, years.first_day, years.last_day
  having sum(methotrexate_packs.packs) > 0
),

treated_all_year as (
  select treated.person, treated.practice, treated.period, treated.first_day, treated.last_day
  from treated_at_the_end as treated
  inner join methotrexate_packs
    on methotrexate_packs.person = treated.person
    and methotrexate_packs.dispensed >= {{ days_after('treated.first_day', -183) }}
    and methotrexate_packs.dispensed < treated.first_day
  group by treated.person, treated.practice, treated.period, treated.first_day, treated.last_day
  having sum(methotrexate_packs.packs) > 0
),

controls as (
  select results.person, years.period,
    count(distinct {{ quarter_of('results.sampled') }}) as quarters_sampled,
    count(distinct case when results.value is not null then {{ quarter_of('results.sampled') }} end)
      as quarters_answered
  from {{ ref('int_results') }} as results
  inner join years on results.sampled >= years.first_day and results.sampled <= years.last_day
  where results.analyte = 'alat'
    and results.person in (select treated_all_year.person from treated_all_year)
  group by results.person, years.period
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when {{ age('persons.birth_date', 'treated.last_day') }} < 18 then 'excluded'
      when controls.quarters_answered = 4 then 'met'
      when controls.quarters_sampled = 4 then 'unknown'
      else 'not_met'
    end as status
  from treated_all_year as treated
  left join controls on controls.person = treated.person and controls.period = treated.period
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = treated.person
)
{{ aggregate('units') }}
