{#- Skin cancers other than melanoma are common and change neither the treatment of pain nor the need of hospital. -#}
select person, min(diagnosed) as since
from {{ ref('int_diagnoses') }} as diagnoses
where code like 'DC%'
  and not exists (select 1 from {{ ref('skin_cancers') }} as skin where diagnoses.code like skin.code || '%')
group by person
