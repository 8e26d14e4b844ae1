select distinct services.person, services.number, services.week
from {{ ref('stg_sssy__services') }} as services
inner join {{ ref('gastroscopy_services') }} as codes
  on codes.service = services.service
  and services.week >= codes.valid_from and services.week <= codes.valid_to
