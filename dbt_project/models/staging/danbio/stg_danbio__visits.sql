select
  cpr as person,
  ydernr as number,
  cast(besoegsdato as date) as visited,
  diagnose as diagnosis,
  cast(das28 as decimal(4, 2)) as das28,
  cast(haq as decimal(4, 3)) as haq,
  cast(smerte as integer) as pain,
  ekskluderet = 'ja' as excluded
from {{ source('extracts', 'danbio__visits') }}
