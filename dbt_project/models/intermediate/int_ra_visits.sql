select person, number, visited, das28, excluded
from {{ ref('stg_danbio__visits') }}
where diagnosis like 'DM05%' or diagnosis like 'DM06%'
