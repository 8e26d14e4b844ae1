{#- From units to atoms, written once for every indicator.

    A model says `with ..., units as (...)` and then calls this. `units` has one row per event, or per person, practice
    and year: person, practice (as in int_practices), index_date (persons: the year's last day), status (met, not_met,
    unknown, excluded), and for a volume also amount. What it counts, its year and its case-mix are said in the yml.

    Yields schemas.indicator.ATOMS. A unit counts where its practice was a member of the specialty (the folder the
    model lies in) on the last day of the index date's quarter; outside the window and outside the specialty nothing
    counts. A member without a unit has one row of zeros, sex and age band U.

    `expected` is indirect standardisation: patients x the reference's share (or mean amount) in their stratum. The
    reference is everybody in the baseline year outside the practice's own cluster; a stratum with fewer persons than
    `smallest_stratum` falls back on the next coarser one. Empty where there is no reference: a single cluster. -#}
{%- macro aggregate(units) %}
{%- set words = declared() %}
{%- set persons = words.get('counts') == 'persons' %}
{%- set volume = words.get('volume') %}
{%- set strata = words.get('case_mix') or [] %}
, _described as (
  select
    units.person, units.practice, units.index_date,
    case
      when units.practice is not null and units.index_date is not null
        and units.status in ('met', 'not_met', 'unknown', 'excluded') then units.status
      else {{ refuse(model.name ~ ': a unit has no practice, no index date or a status outside the four') }}
    end as status,
    {{ quarter_of('units.index_date') }} as quarter,
    coalesce(persons.sex, 'U') as sex,
    {{ age_band('persons.birth_date', 'units.index_date') }} as age_band,
    {% if volume %}case when units.status in ('met', 'not_met') then units.amount else 0 end{% else %}0{% endif %} as amount
  from {{ units }} as units
  left join {{ ref('stg_bef__persons') }} as persons on persons.person = units.person
),

{#- The year before of the same person in the same practice: two years of persons are not independent. #}
_followed as (
  select _described.*,
    {%- if persons %}
    lag(status) over mine as status_before,
    year(lag(index_date) over mine) = year(index_date) - 1 and status in ('met', 'not_met')
      and lag(status) over mine in ('met', 'not_met') as in_both_years
    {%- else %}
    'none' as status_before, false as in_both_years
    {%- endif %}
  from _described
  {%- if persons %}
  window mine as (partition by person, practice order by index_date)
  {%- endif %}
),

_counted as (
  select practice, quarter, sex, age_band,
    {#- Refusing stands in a column that is used: an engine leaves out one that is not, refusal and all. #}
    {%- if persons %}
    case when count(*) = count(distinct person) then count(case when status = 'met' then 1 end)
      else {{ refuse(model.name ~ ': a person counts twice in one practice and year') }} end as met,
    {%- else %}
    count(case when status = 'met' then 1 end) as met,
    {%- endif %}
    {%- for status in ['not_met', 'unknown', 'excluded'] %}
    count(case when status = '{{ status }}' then 1 end) as {{ status }},
    {%- endfor %}
    sum(cast(amount as decimal(18, 4))) as amount,
    sum(cast(amount as decimal(18, 4)) * cast(amount as decimal(18, 4))) as amount_squares,
    max(cast(amount as decimal(18, 4))) as amount_largest,
    count(case when in_both_years then 1 end) as both_years,
    count(case when in_both_years and status_before = 'met' then 1 end) as both_met_before,
    count(case when in_both_years and status = 'met' then 1 end) as both_met_now,
    count(case when in_both_years and status_before = 'met' and status = 'met' then 1 end) as both_met_twice
  from _followed
  group by practice, quarter, sex, age_band
),

{{ expect(strata, 'amount' if volume else 'met') }}

select
  members.practice,
  {% if persons %}years.period{% else %}members.quarter{% endif %} as period,
  coalesce(_counted.sex, 'U') as sex,
  coalesce(_counted.age_band, 'U') as age_band,
  {%- for status in ['met', 'not_met', 'unknown', 'excluded'] %}
  cast(coalesce(_counted.{{ status }}, 0) as bigint) as {{ status }},
  {%- endfor %}
  {%- for column, name in [('value', 'expected'), ('variance', 'expected_variance')] %}
  cast(case
    when coalesce(_counted.met + _counted.not_met, 0) = 0 then 0
    else (_counted.met + _counted.not_met) * {{ stratum_value(strata, column) }}
  end as decimal(18, 6)) as {{ name }},
  {%- endfor %}
  cast(coalesce(_counted.amount, 0) as decimal(18, 4)) as amount,
  cast(coalesce(_counted.amount_squares, 0) as decimal(38, 8)) as amount_squares,
  cast(coalesce(_counted.amount_largest, 0) as decimal(18, 4)) as amount_largest,
  {%- for name in ['both_years', 'both_met_before', 'both_met_now', 'both_met_twice'] %}
  cast(coalesce(_counted.{{ name }}, 0) as bigint) as {{ name }}{{ ',' if not loop.last }}
  {%- endfor %}
from {{ ref('int_memberships') }} as members
{%- if persons %}
inner join ({{ window_years() }}) as years on years.quarter = members.quarter
{%- endif %}
left join _counted on _counted.practice = members.practice and _counted.quarter = members.quarter
{{ join_strata(strata) }}
where members.specialty = '{{ specialty() }}'
{%- endmacro -%}

{#- The specialty that owns a model: the folder it lies in. -#}
{%- macro specialty() -%}
  {{- return(model.original_file_path.replace('\\', '/').split('/')[-2]) -}}
{%- endmacro -%}

{#- What the yml beside a model says of it. A unit test hands it over itself (`overrides: macros: declared`): dbt does
    not show a model's own words to its unit tests. -#}
{%- macro declared() -%}
  {{- return(model.config.get('meta', {}) if execute else {}) -}}
{%- endmacro -%}

{#- The practices that were members of the specialty at some time in the window, with the dates their ydernummer was
    theirs: (number, practice, valid_from, valid_to). Joining it early keeps other specialties' rows out. -#}
{%- macro member_practices(of=none) %}
  select practices.number, practices.practice, practices.valid_from, practices.valid_to
  from {{ ref('int_practices') }} as practices
  where practices.practice in (
    select members.practice from {{ ref('int_memberships') }} as members
    where members.specialty = '{{ of or specialty() }}'
  )
{%- endmacro -%}

{#- Whether `day` lies in the time a ydernummer was the practice's (columns of int_practices). -#}
{%- macro valid_on(practices, day) -%}
  {{ day }} >= {{ practices }}.valid_from and {{ day }} <= {{ practices }}.valid_to
{%- endmacro -%}
