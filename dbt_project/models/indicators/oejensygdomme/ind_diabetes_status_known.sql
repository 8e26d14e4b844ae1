with units as (
  select exams.person, practices.practice, exams.examined as index_date,
    case when exams.diabetes_status in ('regulated', 'dysregulated') then 'met' else 'not_met' end as status
  from {{ ref('stg_diabase__exams') }} as exams
  inner join ({{ member_practices() }}) as practices
    on practices.number = exams.number and {{ valid_on('practices', 'exams.examined') }}
)
{{ aggregate('units') }}
