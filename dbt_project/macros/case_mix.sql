{#- Case-mix: what a practice's patients would have come to elsewhere. Called by aggregate and nobody else.

    Strata are columns of `counted` (sex, age_band). They are merged from the left: by sex and age, then by age, then
    everybody. Shares and means have nine decimals, so sums are exact whatever order they are added in. -#}

{#- The relations `located` and `reference`: per cluster and stratum the others' patients, and `value` (share met, or
    mean amount) and `variance` of one patient in the baseline year. `outcome` is met or amount. -#}
{%- macro expect(strata, outcome) %}
_located as (
  select members.cluster, _counted.*
  from _counted
  inner join {{ ref('int_memberships') }} as members
    on members.practice = _counted.practice and members.quarter = _counted.quarter
    and members.specialty = '{{ specialty() }}'
),

_baseline as (
  select cluster, {{ strata | join(', ') ~ ',' if strata }}
    sum(met + not_met) as patients, sum({{ outcome }}) as outcome
  from _located
  where quarter in ({{ baseline_quarters() }})
  group by grouping sets (
    {%- for whose in ['cluster', ''] %}
    {%- for merged in range(strata | length + 1) %}
    ({{ ([whose] + strata[merged:]) | reject('equalto', '') | join(', ') }}){{ ',' if not loop.last }}
    {%- endfor %}{{ ',' if not loop.last }}
    {%- endfor %}
  )
),

_others as (
  select clusters.cluster, {% for s in strata %}everyone.{{ s }}, {% endfor %}
    everyone.patients - coalesce(own.patients, 0) as patients,
    everyone.outcome - coalesce(own.outcome, 0) as outcome
  from (select distinct cluster from _located) as clusters
  inner join _baseline as everyone on everyone.cluster is null
  left join _baseline as own on own.cluster = clusters.cluster
    {%- for s in strata %} and own.{{ s }} is not distinct from everyone.{{ s }}{% endfor %}
),

_reference as (
  select cluster, {% for s in strata %}{{ s }}, {% endfor %}patients, value,
    cast(value * (1 - value) as decimal(18, 9)) as variance
  from (
    select _others.*, cast(cast(outcome as double) / patients as decimal(18, 9)) as value from _others where patients > 0
  ) as divided
)
{%- endmacro -%}

{#- Joins reference once per degree of merging, as stratum0 (all strata), stratum1, ... -#}
{%- macro join_strata(strata) -%}
{%- for merged in range(strata | length + 1) %}
left join _reference as stratum{{ merged }} on stratum{{ merged }}.cluster = members.cluster
  {%- for s in strata %}
  and stratum{{ merged }}.{{ s }} {{ 'is null' if loop.index0 < merged else '= _counted.' ~ s }}
  {%- endfor %}
{%- endfor %}
{%- endmacro -%}

{#- A column of the finest stratum that has enough persons; the coarsest has to do when none has. -#}
{%- macro stratum_value(strata, column) -%}
case
  {%- for merged in range(strata | length) %}
  when stratum{{ merged }}.patients >= {{ var('smallest_stratum') }} then stratum{{ merged }}.{{ column }}
  {%- endfor %}
  {% if not strata %}when true then{% else %}else{% endif %} stratum{{ strata | length }}.{{ column }}
end
{%- endmacro -%}

{#- The quarters of the baseline year: the year of four that closes in the indicator's quarter of var('baseline').
    One that counts persons has its rows in the closing quarter. -#}
{%- macro baseline_quarters() -%}
  {%- set closes = var('baseline') | int * 4 + (declared().get('year_closes', 4)) - 1 -%}
  {%- for back in range(4) -%}
    '{{ quarter_name(closes - back) }}'{{ ', ' if not loop.last }}
  {%- endfor -%}
{%- endmacro -%}
