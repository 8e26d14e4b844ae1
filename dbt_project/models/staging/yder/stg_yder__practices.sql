select
  ydernr as number,
  navn as name,
  cast(gyldig_fra as date) as valid_from,
  cast(gyldig_til as date) as valid_to
from {{ source('extracts', 'yder__practices') }}
