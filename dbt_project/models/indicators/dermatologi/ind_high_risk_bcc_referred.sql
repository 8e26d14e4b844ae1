with units as (
  select courses.person, practices.practice, courses.diagnosed as index_date,
    case
      when courses.excluded then 'excluded'
      when courses.referred = 'yes' then 'met'
      when courses.referred = 'no' then 'not_met'
      else 'unknown'
    end as status
  from {{ ref('stg_nmsc__courses') }} as courses
  inner join ({{ member_practices() }}) as practices
    on practices.number = courses.number and {{ valid_on('practices', 'courses.diagnosed') }}
  where courses.risk = 'high'
)
{{ aggregate('units') }}
