{#- Fifteen months are 456 days here, in SQL that every engine reads the same. -#}
with treated as (
  select courses.person, practices.practice, courses.treated, courses.followed, courses.recurrence,
    courses.recurrence_date, courses.excluded,
    {{ days_after('courses.treated', 456) }} as index_date
  from {{ ref('stg_nmsc__courses') }} as courses
  inner join ({{ member_practices() }}) as practices
    on practices.number = courses.number and {{ valid_on('practices', 'courses.diagnosed') }}
  where courses.treated is not null
),

units as (
  select person, practice, index_date,
    case
      when excluded then 'excluded'
      when recurrence = 'yes' and recurrence_date > index_date then 'met'
      when recurrence = 'yes' and recurrence_date >= treated then 'not_met'
      when recurrence = 'no' and followed > treated then 'met'
      else 'unknown'
    end as status
  from treated
)
{{ aggregate('units') }}
