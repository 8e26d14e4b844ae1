with days_of_exam as (
  select person, examined, min(next_months) as planned,
    max(
      case when next_contact in ('henvist_behandling', 'henvist_anden_behandling', 'graviditet', 'ikke_relevant') then 1
        else 0 end
    ) as no_plan
  from {{ ref('stg_diabase__exams') }}
  group by person, examined
),

followed as (
  select person, examined,
    lag(examined) over mine as examined_before,
    lag(planned) over mine as planned,
    lag(no_plan) over mine as no_plan
  from days_of_exam
  window mine as (partition by person order by examined)
),

repeated as (
  select exams.person, practices.practice, exams.examined,
    max(case when exams.indication = 'graviditet' then 1 else 0 end) as pregnant
  from {{ ref('stg_diabase__exams') }} as exams
  inner join ({{ member_practices() }}) as practices
    on practices.number = exams.number and {{ valid_on('practices', 'exams.examined') }}
  group by exams.person, practices.practice, exams.examined
),

units as (
  select repeated.person, repeated.practice, repeated.examined as index_date,
    case
      when repeated.pregnant = 1 or followed.no_plan = 1 then 'excluded'
      when followed.planned is null then 'unknown'
      when 2 * ({{ days_between('followed.examined_before', 'followed.examined') }} - 30) <= 61 * followed.planned
        then 'met'
      else 'not_met'
    end as status
  from repeated
  inner join followed on followed.person = repeated.person and followed.examined = repeated.examined
  where followed.examined_before is not null
)
{{ aggregate('units') }}
