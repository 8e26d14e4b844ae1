select
  pnr as person,
  speciale as service,
  ydernr as number,
  {{ monday_of_week('honuge') }} as week
from {{ source('extracts', 'sssy__services') }}
