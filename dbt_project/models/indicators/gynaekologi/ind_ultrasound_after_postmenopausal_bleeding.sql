with scanned as (
  select distinct found.person
  from {{ ref('int_gynaecological_findings') }} as found
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = found.person
    and abs({{ days_between('found.week', 'services.week') }}) <= 7 * 2
  where found.finding = 'bleeding' and services.service in ('072105', '072112', '072113')
),

units as (
  select found.person, found.practice, found.index_date,
    case
      when {{ age('persons.birth_date', 'found.diagnosed') }} < 40 then 'excluded'
      when scanned.person is not null then 'met'
      else 'not_met'
    end as status
  from {{ ref('int_gynaecological_findings') }} as found
  left join scanned on scanned.person = found.person
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = found.person
  where found.finding = 'bleeding'
)
{{ aggregate('units') }}
