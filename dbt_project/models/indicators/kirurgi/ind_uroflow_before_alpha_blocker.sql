with dispensings as (
  select person, prescriber, dispensed, packs
  from {{ ref('stg_lmdb__dispensings') }}
  where atc like 'G04CA%'
),

collected as (
  select dispensings.person, practices.practice, dispensings.dispensed
  from dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  group by dispensings.person, practices.practice, dispensings.dispensed
  having sum(dispensings.packs) > 0
),

{#- The same look back for everybody, however long the data reach. #}
treated_before as (
  select days.person, days.dispensed
  from (select distinct person, dispensed from collected) as days
  inner join dispensings as earlier
    on earlier.person = days.person and {{ days_between('earlier.dispensed', 'days.dispensed') }} between 1 and 365
  group by days.person, days.dispensed
  having sum(earlier.packs) > 0
),

begun as (
  select collected.person, collected.practice, collected.dispensed
  from collected
  left join treated_before
    on treated_before.person = collected.person and treated_before.dispensed = collected.dispensed
  where treated_before.person is null
),

measured as (
  select distinct begun.person, begun.dispensed
  from begun
  inner join {{ ref('stg_sssy__services') }} as services
    on services.person = begun.person
    and {{ days_between('services.week', monday_of('begun.dispensed')) }} between 0 and 7 * 26
  where services.service = '092103'
),

stone_or_retention as (
  select distinct begun.person, begun.dispensed
  from begun
  inner join {{ ref('int_diagnoses') }} as diagnoses
    on diagnoses.person = begun.person
    and {{ days_between('diagnoses.diagnosed', 'begun.dispensed') }} between 0 and 183
  where diagnoses.code like 'DN20%' or diagnoses.code like 'DR33%'
),

units as (
  select begun.person, begun.practice, begun.dispensed as index_date,
    case
      when persons.sex = 'K' or stone_or_retention.person is not null then 'excluded'
      when measured.person is not null then 'met'
      else 'not_met'
    end as status
  from begun
  left join measured on measured.person = begun.person and measured.dispensed = begun.dispensed
  left join stone_or_retention
    on stone_or_retention.person = begun.person and stone_or_retention.dispensed = begun.dispensed
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = begun.person
)
{{ aggregate('units') }}
