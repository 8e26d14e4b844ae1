select
  practices.practice,
  practices.name as practice_name,
  members.specialty,
  quarters.quarter,
  members.cluster,
  members.subcluster,
  members.region,
  members.open_data
from ({{ window_quarters() }}) as quarters
inner join {{ ref('stg_klynger__memberships') }} as members
  on members.valid_from <= quarters.last_day
  and coalesce(members.valid_to, cast('9999-12-31' as date)) >= quarters.last_day
inner join {{ ref('int_practices') }} as practices
  on practices.number = members.number
  and {{ valid_on('practices', 'quarters.last_day') }}
