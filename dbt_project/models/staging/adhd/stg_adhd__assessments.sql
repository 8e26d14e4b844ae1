select
  cpr as person,
  ydernr as number,
  cast(udredningsdato as date) as assessed,
  {{ yes_no_unknown('somatisk_undersoegelse') }} as somatic_exam,
  {{ yes_no_unknown('miljoeobservation') }} as environment_observation,
  {{ yes_no_unknown('semistruktureret_interview') }} as semi_structured_interview,
  ekskluderet = 'ja' as excluded
from {{ source('extracts', 'adhd__assessments') }}
