{#- A table: some thirty models read it, and a list's codes would reach a view only after every contact has met every
    diagnosis. -#}
select contacts.person, contacts.started as diagnosed, diagnoses.code
from {{ ref('stg_lpr_a__diagnoses') }} as diagnoses
inner join {{ ref('stg_lpr_a__contacts') }} as contacts on contacts.contact = diagnoses.contact
where diagnoses.code_type in ('A', 'B')
  and coalesce(diagnoses.refuted, 'Nej') <> 'Ja'
  and coalesce(contacts.reporting_system, 'LPR3') = 'LPR3'
