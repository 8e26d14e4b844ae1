select
  cpr as person,
  ydernr as number,
  cast(operationsdato as date) as operated,
  diagnose as diagnosis,
  procedure,
  cast(indberetningsdato as date) as reported,
  {{ yes_no_unknown('tilfreds') }} as satisfied
from {{ source('extracts', 'dugabase__operations') }}
