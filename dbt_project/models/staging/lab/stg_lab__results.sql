select
  patient_cpr as person,
  analysiscode as analysis,
  cast(samplingdate as date) as sampled,
  value,
  unit
from {{ source('extracts', 'lab__results') }}
