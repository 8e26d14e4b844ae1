{#- Dates and ages, in SQL that every engine reads the same. -#}

{#- Monday of an ISO week written ÅÅUU ("2553": week 53 is possible). The settlement register in this form begins in
    2005, so two digits are enough for the year. 4 January always lies in week 1. -#}
{%- macro monday_of_week(yyww) -%}
  {%- set fourth_of_january = "cast('20' || substr(" ~ yyww ~ ", 1, 2) || '-01-04' as date)" -%}
  {{ days_after(monday_of(fourth_of_january), "7 * (cast(substr(" ~ yyww ~ ", 3, 2) as integer) - 1)") }}
{%- endmacro -%}

{#- Age in completed years on `day`; a person born on 29 February turns on 1 March in common years. -#}
{%- macro age(birth_date, day) -%}
  cast(floor((
    (year({{ day }}) * 10000 + month({{ day }}) * 100 + day({{ day }}))
    - (year({{ birth_date }}) * 10000 + month({{ birth_date }}) * 100 + day({{ birth_date }}))
  ) / 10000.0) as integer)
{%- endmacro -%}

{#- Age band as in schemas/indicator.py. U: no birth date, or one after `day`. -#}
{%- macro age_band(birth_date, day) -%}
  {%- set years = age(birth_date, day) -%}
  case
    when {{ birth_date }} is null or {{ birth_date }} > {{ day }} then 'U'
    when {{ years }} < 18 then '0-17'
    when {{ years }} < 40 then '18-39'
    when {{ years }} < 60 then '40-59'
    when {{ years }} < 75 then '60-74'
    else '75+'
  end
{%- endmacro -%}
