select distinct person, number, week
from {{ ref('stg_sssy__services') }}
where service = '233112'
