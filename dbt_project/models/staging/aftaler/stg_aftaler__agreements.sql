select
  speciale as specialty,
  klynge as cluster,
  indikator as indicator,
  cast(aftalt as date) as agreed,
  hvad as what,
  hvem as who,
  cast(senest as date) as due,
  status,
  bemaerkning as remark
from {{ source('extracts', 'aftaler__agreements') }}
