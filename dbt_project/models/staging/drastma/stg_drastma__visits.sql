select
  cpr as person,
  ydernr as number,
  cast(kontaktdato as date) as visited,
  cast(kontakttype as integer) as visit_type,
  lungefunktion as lung_function,
  cast(lungefunktion_dato as date) as lung_function_date,
  ekskluderet = 'ja' as excluded
from {{ source('extracts', 'drastma__visits') }}
