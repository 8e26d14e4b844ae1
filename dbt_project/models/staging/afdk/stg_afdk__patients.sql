select
  cpr as person,
  cast(diagnosedato as date) as diagnosed,
  {{ yes_no_unknown('ak_indikation') }} as indication,
  klapsygdom = 'ja' as valve_disease,
  cast(ak_dato as date) as anticoagulated,
  cast(apopleksi_dato as date) as stroke,
  cast(bloedning_dato as date) as bleeding
from {{ source('extracts', 'afdk__patients') }}
