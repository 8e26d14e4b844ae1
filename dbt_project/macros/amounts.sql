{#- Amounts of medicine per patient seen, for volumes that differ in the list of drugs only. -#}

{#- The relations of a volume down to `units`: everybody the general practice saw in the year, with the DDD of the
    listed drugs that it prescribed and that were dispensed in the year; corrections never take a person below zero. -#}
{%- macro amount_prescribed(list) -%}
with years as ({{ window_years() }}),

seen as (
  select distinct patients.person, patients.practice, years.period, years.last_day
  from {{ ref('int_general_practice_patients') }} as patients
  inner join years on patients.last_day > years.first_day and patients.last_day <= years.last_day
),

prescribed as (
  select dispensings.person, practices.practice, years.period,
    sum(dispensings.packs * dispensings.pack_ddd) as ddd
  from ({{ dispensed(list) }}) as dispensings
  inner join ({{ member_practices() }}) as practices
    on practices.number = dispensings.prescriber and {{ valid_on('practices', 'dispensings.dispensed') }}
  inner join years on dispensings.dispensed >= years.first_day and dispensings.dispensed <= years.last_day
  group by dispensings.person, practices.practice, years.period
),

units as (
  select seen.person, seen.practice, seen.last_day as index_date,
    case when prescribed.ddd > 0 then 'met' else 'not_met' end as status,
    case when prescribed.ddd > 0 then prescribed.ddd else 0 end as amount
  from seen
  left join prescribed
    on prescribed.person = seen.person and prescribed.practice = seen.practice and prescribed.period = seen.period
)
{%- endmacro -%}
