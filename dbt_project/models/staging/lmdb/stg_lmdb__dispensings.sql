select
  pnr as person,
  cast(eksd as date) as dispensed,
  atc,
  recu as prescriber,
  cast(apk as integer) as packs,
  cast(packsize as decimal(18, 4)) as pack_units,
  cast(volume as decimal(18, 4)) as pack_ddd
from {{ source('extracts', 'lmdb__dispensings') }}
