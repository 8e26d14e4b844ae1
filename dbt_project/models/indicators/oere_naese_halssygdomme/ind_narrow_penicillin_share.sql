with prescribed as (
  select dispensings.person, practices.practice, dispensings.dispensed, dispensings.atc
  from ({{ dispensed('antibiotics') }}) as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  group by dispensings.person, practices.practice, dispensings.dispensed, dispensings.atc
  having sum(dispensings.packs) > 0
),

narrow as (
  select distinct listed.atc, listed.dispensed
  from ({{ dispensed('narrow_penicillins') }}) as listed
),

allergic as (
  select person, min(diagnosed) as since
  from ({{ diagnosed('penicillin_allergies') }}) as diagnoses
  group by person
),

units as (
  select prescribed.person, prescribed.practice, prescribed.dispensed as index_date,
    case
      when allergic.since <= prescribed.dispensed then 'excluded'
      when narrow.atc is not null then 'met'
      else 'not_met'
    end as status
  from prescribed
  left join narrow on narrow.atc = prescribed.atc and narrow.dispensed = prescribed.dispensed
  left join allergic on allergic.person = prescribed.person
)
{{ aggregate('units') }}
