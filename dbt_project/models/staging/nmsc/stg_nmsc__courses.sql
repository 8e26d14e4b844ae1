select
  cpr as person,
  ydernr as number,
  cast(diagnosedato as date) as diagnosed,
  diagnose as diagnosis,
  case risiko when 'hoejrisiko' then 'high' when 'lavrisiko' then 'low' when 'uoplyst' then 'unknown' end as risk,
  cast(behandlingsdato as date) as treated,
  behandling as treatment,
  {{ yes_no_unknown('viderehenvist') }} as referred,
  cast(opfoelgningsdato as date) as followed,
  {{ yes_no_unknown('recidiv') }} as recurrence,
  cast(recidivdato as date) as recurrence_date,
  ekskluderet = 'ja' as excluded
from {{ source('extracts', 'nmsc__courses') }}
