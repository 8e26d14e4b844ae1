with colposcopies as (
  select found.person,
    max(case when services.week < found.week then 1 else 0 end) as earlier,
    max(case when services.week >= found.week then 1 else 0 end) as later
  from {{ ref('int_gynaecological_findings') }} as found
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = found.person
    and abs({{ days_between('found.week', 'services.week') }}) <= 7 * 13
  where found.finding = 'dysplasia' and services.service in ('072201', '072304', '072404')
  group by found.person
),

units as (
  select found.person, found.practice, found.index_date,
    case
      when colposcopies.earlier = 1 then 'excluded'
      when colposcopies.later = 1 then 'met'
      else 'not_met'
    end as status
  from {{ ref('int_gynaecological_findings') }} as found
  left join colposcopies on colposcopies.person = found.person
  where found.finding = 'dysplasia'
)
{{ aggregate('units') }}
