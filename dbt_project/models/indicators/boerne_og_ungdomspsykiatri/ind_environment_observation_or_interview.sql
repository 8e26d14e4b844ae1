with units as (
  select assessments.person, practices.practice, assessments.assessed as index_date,
    case
      when assessments.excluded then 'excluded'
      when assessments.environment_observation = 'yes' or assessments.semi_structured_interview = 'yes' then 'met'
      when assessments.environment_observation = 'unknown' or assessments.semi_structured_interview = 'unknown'
        then 'unknown'
      else 'not_met'
    end as status
  from {{ ref('stg_adhd__assessments') }} as assessments
  inner join ({{ member_practices() }}) as practices
    on practices.number = assessments.number and {{ valid_on('practices', 'assessments.assessed') }}
)
{{ aggregate('units') }}
