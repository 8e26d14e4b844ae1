{#- Words of the clinical databases, as staging models hand them on. What is in no list was refused at the door. -#}

{#- ja, nej, uoplyst -> yes, no, unknown. -#}
{%- macro yes_no_unknown(column) -%}
  case {{ column }} when 'ja' then 'yes' when 'nej' then 'no' when 'uoplyst' then 'unknown' end
{%- endmacro -%}

{#- A category as it is left where an extract was cut: whole and cut become one. CUT in schemas/source.py is as long. -#}
{%- macro cut(column) -%}
  substr({{ column }}, 1, 15)
{%- endmacro -%}

{#- Visual acuity as a number: .05, 0,7, 1,0 and 1.25. Null for words. -#}
{%- macro acuity(column) -%}
  case
    when {{ acuity_state(column) }} = 'measured' then cast(replace({{ column }}, ',', '.') as decimal(4, 2))
  end
{%- endmacro -%}

{#- Why there is no number: below 0.02, no eye, or not known (also where nothing was entered). -#}
{%- macro acuity_state(column) -%}
  case
    when {{ column }} is null or {{ column }} = 'uoplyst' then 'unknown'
    when {{ column }} = 'mindre_end_0,02' then 'below'
    when {{ cut(column) }} = 'protese_eller_m' then 'no_eye'
    else 'measured'
  end
{%- endmacro -%}

{#- Retinopathy, grade 0-4; null where it was not assessed. -#}
{%- macro retinopathy(column) -%}
  case {{ cut(column) }}
    when 'ingen_dr' then 0
    when 'mild_dr' then 1
    when 'moderat_dr' then 2
    when 'praeproliferati' then 3
    when 'proli_1' then 4
    when 'proli_2' then 4
    when 'proli_3' then 4
  end
{%- endmacro -%}

{#- Diabetic macular oedema, treated or not; null where it was not assessed. Another kind of maculopathy comes without. -#}
{%- macro maculopathy(column) -%}
  case
    when {{ cut(column) }} in ('ingen', 'anden_type_af_m', 'anden_type_macu') then false
    when {{ cut(column) }} in (
      'macu_1', 'macu_2', 'macu_3', 'macu_4', 'ny_maculaoedem', 'recidiv_maculao', 'stabil_maculaoe'
    ) then true
  end
{%- endmacro -%}
