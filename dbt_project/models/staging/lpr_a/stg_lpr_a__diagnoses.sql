select
  dw_ek_kontakt as contact,
  diag_kode as code,
  diag_kode_type as code_type,
  senere_afkraeftet as refuted
from {{ source('extracts', 'lpr_a__diagnoses') }}
