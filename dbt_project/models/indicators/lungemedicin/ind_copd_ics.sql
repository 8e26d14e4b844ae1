with years as ({{ window_years() }}),

visits as (
  select visits.*, practices.practice, years.last_day,
    row_number() over (
      partition by visits.person, practices.practice, years.period order by visits.visited desc
    ) as place
  from {{ ref('stg_drkol__visits') }} as visits
  inner join ({{ member_practices() }}) as practices
    on practices.number = visits.number and {{ valid_on('practices', 'visits.visited') }}
  inner join years on visits.visited >= years.first_day and visits.visited <= years.last_day
),

{#- What is known to be under the limit settles that the treatment is not about this patient. -#}
units as (
  select person, practice, last_day as index_date,
    case
      when excluded then 'excluded'
      when mrc is null or exacerbations is null or ics = 'unknown' then 'unknown'
      when ics = 'yes' then 'met'
      else 'not_met'
    end as status
  from visits
  where place = 1 and coalesce(mrc, 3) >= 3 and coalesce(exacerbations, 2) >= 2
)
{{ aggregate('units') }}
