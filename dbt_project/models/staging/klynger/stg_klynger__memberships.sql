select
  ydernr as number,
  speciale as specialty,
  klynge as cluster,
  babyklynge as subcluster,
  region,
  cast(fra as date) as valid_from,
  cast(til as date) as valid_to,
  data = 'åbne' as open_data
from {{ source('extracts', 'klynger__memberships') }}
