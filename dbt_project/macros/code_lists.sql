{#- Rows whose code is on a dated list (seeds/code_lists). A list's code stands for everything that begins with it: N02A
    is every opioid. A list holds no code that begins with another of its own (schemas/codes.py), so no row comes twice.

    Use as a relation, in brackets and with a name of its own. -#}

{#- Dispensings of the listed drugs, all columns of stg_lmdb__dispensings. -#}
{%- macro dispensed(list) -%}
  {{ listed(ref('stg_lmdb__dispensings'), 'atc', 'dispensed', list) }}
{%- endmacro -%}

{#- Claims of the listed services, all columns of stg_sssy__services. -#}
{%- macro claimed(list) -%}
  {{ listed(ref('stg_sssy__services'), 'service', 'week', list) }}
{%- endmacro -%}

{#- Hospital diagnoses on the list, all columns of int_diagnoses. -#}
{%- macro diagnosed(list) -%}
  {{ listed(ref('int_diagnoses'), 'code', 'diagnosed', list) }}
{%- endmacro -%}

{#- Few distinct codes meet the list; rows then join by equality, which is fast at any size. -#}
{%- macro listed(relation, code, day, list) -%}
  select found.*
  from {{ relation }} as found
  inner join (
    select distinct present.{{ code }} as code, list.valid_from, list.valid_to
    from (select distinct {{ code }} from {{ relation }}) as present
    inner join {{ ref(list) }} as list on present.{{ code }} like list.code || '%'
  ) as codes
    on codes.code = found.{{ code }}
    and found.{{ day }} >= codes.valid_from and found.{{ day }} <= codes.valid_to
{%- endmacro -%}
