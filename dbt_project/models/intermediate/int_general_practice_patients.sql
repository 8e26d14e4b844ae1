{#- Quarters, not weeks: a patient is seen often, and years are four quarters. -#}
select distinct services.person, practices.practice, quarters.quarter, quarters.last_day
from {{ ref('stg_sssy__services') }} as services
inner join ({{ member_practices(of='almen_praksis') }}) as practices
  on practices.number = services.number and {{ valid_on('practices', 'services.week') }}
inner join ({{ window_quarters() }}) as quarters on quarters.quarter = {{ quarter_of('services.week') }}
where services.service like '80%'
