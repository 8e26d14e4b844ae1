select
  cpr as person,
  ydernr as number,
  cast(besoegsdato as date) as visited,
  cast(fev1 as decimal(5, 2)) as fev1,
  cast(nullif(mrc, 'uoplyst') as integer) as mrc,
  cast(eksacerbationer as integer) as exacerbations,
  cast(bmi as decimal(5, 2)) as bmi,
  case rygning
    when 'ja' then 'yes' when 'nej' then 'no' when 'tidligere' then 'former' when 'uoplyst' then 'unknown'
  end as smoking,
  {{ yes_no_unknown('ics') }} as ics,
  {{ yes_no_unknown('laba_lama') }} as laba_or_lama,
  ekskluderet = 'ja' as excluded
from {{ source('extracts', 'drkol__visits') }}
