select
  pnr as person,
  dw_ek_kontakt as contact,
  cast(kont_starttidspunkt as date) as started,
  kont_type as contact_type,
  lprindberetningssystem as reporting_system
from {{ source('extracts', 'lpr_a__contacts') }}
