{#- OCT and diabetes status are asked since then; what stands there before is no answer. -#}
{%- set asked = "report_eyescreeningdate >= date '2021-01-01'" -%}

select
  cpr as person,
  case sender_identifiercode when 'ydernummer' then sender_identifier end as number,
  sender_identifiercode as sender_type,
  cast(report_eyescreeningdate as date) as examined,
  eyescreeningindicationcode as indication,
  case
    when report_indicationnextcontacttime like '%_md'
      then cast(replace(report_indicationnextcontacttime, '_md', '') as integer)
  end as next_months,
  case {{ cut('report_indicationnextcontactcode') }}
    when 'henvist_anden_b' then 'henvist_anden_behandling'
    when 'henvist_behandl' then 'henvist_behandling'
    when 'overgaar_til_sc' then 'overgaar_til_screening'
    else report_indicationnextcontactcode
  end as next_contact,
  case
    when not {{ asked }} then null
    when report_history_diabetesstatus = 'velreguleret' then 'regulated'
    when report_history_diabetesstatus = 'dysreguleret' then 'dysregulated'
    when report_history_diabetesstatus = 'ukendt' then 'unknown'
  end as diabetes_status,
  {{ acuity('visualacuitylefteyecode') }} as acuity_left,
  {{ acuity('visualacuityrighteyecode') }} as acuity_right,
  {{ acuity_state('visualacuitylefteyecode') }} as acuity_left_state,
  {{ acuity_state('visualacuityrighteyecode') }} as acuity_right_state,
  {{ retinopathy('retinastatuslefteyecode') }} as retina_left,
  {{ retinopathy('retinastatusrighteyecode') }} as retina_right,
  {{ maculopathy('maculopatistatuslefteyecode') }} as maculopathy_left,
  {{ maculopathy('maculopatistatusrighteyecode') }} as maculopathy_right,
  case
    when not {{ asked }} then null
    when report_examinations_octtest = 'ja' then true
    when report_examinations_octtest = 'nej' then false
  end as oct
from {{ source('extracts', 'diabase__exams') }}
