{#- From units to atoms, written once for every indicator.

    `units` names a relation with one row per event, or per person and year:
      person, practice (as in int_practices), index_date (persons: the year's last day),
      status (met, not_met, unknown, excluded).
    `year_closes` is given by an indicator that counts persons (its meta says the same number) and left out by one
    that counts events.

    Yields schemas.indicator.ATOMS. A unit counts where its practice was a member of the specialty (the folder the
    model lies in) on the last day of the index date's quarter; outside the window and outside the specialty nothing
    counts. A member without a unit has one row of zeros, sex and age band U. -#}
{%- macro aggregate(units, year_closes=none) %}
  select
    members.practice,
    {% if year_closes %}years.period{% else %}members.quarter{% endif %} as period,
    coalesce(counted.sex, 'U') as sex,
    coalesce(counted.age_band, 'U') as age_band,
    {%- for status in ['met', 'not_met', 'unknown', 'excluded'] %}
    cast(coalesce(counted.{{ status }}, 0) as bigint) as {{ status }}{{ ',' if not loop.last }}
    {%- endfor %}
  from {{ ref('int_memberships') }} as members
  {%- if year_closes %}
  inner join ({{ window_years(year_closes) }}) as years on years.quarter = members.quarter
  {%- endif %}
  left join (
    select practice, quarter, sex, age_band,
      {%- for status in ['met', 'not_met', 'unknown', 'excluded'] %}
      count(case when status = '{{ status }}' then 1 end) as {{ status }}{{ ',' if not loop.last }}
      {%- endfor %}
    from (
      select
        units.practice, units.status,
        {{ quarter_of('units.index_date') }} as quarter,
        coalesce(persons.sex, 'U') as sex,
        {{ age_band('persons.birth_date', 'units.index_date') }} as age_band
      from {{ units }} as units
      left join {{ ref('stg_bef__persons') }} as persons on persons.person = units.person
    ) as described
    group by practice, quarter, sex, age_band
  ) as counted on counted.practice = members.practice and counted.quarter = members.quarter
  where members.specialty = '{{ specialty() }}'
{%- endmacro -%}

{#- The specialty that owns a model: the folder it lies in. -#}
{%- macro specialty() -%}
  {{- return(model.original_file_path.replace('\\', '/').split('/')[-2]) -}}
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
