with examinations as (
  select services.person, practices.practice, services.week,
    max(case when services.service = '082308' then 1 else 0 end) as colonoscopy,
    max(case when services.service = '083153' then 1 else 0 end) as polypectomy
  from {{ ref('stg_sssy__services') }} as services
  inner join ({{ member_practices() }}) as practices
    on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
  where services.service in ('082308', '083153')
  group by services.person, practices.practice, services.week
),

units as (
  select person, practice, week as index_date,
    case when polypectomy = 1 then 'met' else 'not_met' end as status
  from examinations
  where colonoscopy = 1
)
{{ aggregate('units') }}
