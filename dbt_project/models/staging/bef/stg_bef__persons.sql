select
  pnr as person,
  case koen when 1 then 'M' when 2 then 'K' else 'U' end as sex,
  cast(foed_dag as date) as birth_date
from {{ source('extracts', 'bef__persons') }}
