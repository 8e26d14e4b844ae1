{#- A view: each indicator filters it by analyte first. Few distinct codes and units meet the list; results then join
    by equality. -#}
{{ config(materialized='view') }}

{%- set spelled = "lower(replace(coalesce(%s, ''), ' ', ''))" %}

with listed as (
  select analyte, code, {{ spelled % 'unit' }} as unit, factor, subtracted, lowest, highest, valid_from, valid_to
  from {{ ref('analytes') }}
),

codes as (
  select distinct analyte, code from listed
),

results as (
  select results.person, codes.analyte, results.analysis, results.sampled,
    {{ spelled % 'results.unit' }} as unit,
    {{ number_in('results.value') }} as number
  from {{ ref('stg_lab__results') }} as results
  inner join codes on codes.code = results.analysis
)

select results.person, results.analyte, results.sampled,
  cast((results.number - listed.subtracted) * listed.factor as decimal(18, 4)) as value
from results
left join listed
  on listed.code = results.analysis and listed.unit = results.unit
  and results.sampled >= listed.valid_from and results.sampled <= listed.valid_to
  and results.number >= listed.lowest and results.number <= listed.highest
