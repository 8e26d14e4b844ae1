{#- The window of a release: twelve quarters up to and including `var('period')`. Twin of schemas/period.py. Dates are
    worked out here, before the database sees them. Quarters are counted as year * 4 + quarter - 1. -#}

{#- Rows (quarter, first_day, last_day), one per quarter of the window. -#}
{%- macro window_quarters() -%}
  {%- set closing = closing_quarter() -%}
  {%- for quarter in range(closing - 11, closing + 1) %}
  select '{{ quarter_name(quarter) }}' as quarter, {{ span(quarter, quarter) }}{{ ' union all' if not loop.last }}
  {%- endfor %}
{%- endmacro -%}

{#- Rows (period, quarter, first_day, last_day), one per year that closes in the quarter that the indicator's yml says
    (`year_closes`) and lies wholly inside the window; `quarter` is the closing one, on whose last day membership is
    read. -#}
{%- macro window_years() -%}
  {%- set closing = closing_quarter() -%}
  {%- set last = closing - (closing + 1 - declared().get('year_closes', 4)) % 4 -%}
  {%- for quarter in range(last, closing - 9, -4) %}
  select '{{ quarter_name(quarter - 3) }}-{{ quarter_name(quarter) }}' as period, '{{ quarter_name(quarter) }}' as quarter,
    {{ span(quarter - 3, quarter) }}{{ ' union all' if not loop.last }}
  {%- endfor %}
{%- endmacro -%}

{#- The quarter in which `day` lies, written like 2026K3. -#}
{%- macro quarter_of(day) -%}
  (cast(year({{ day }}) as varchar) || 'K' || cast(quarter({{ day }}) as varchar))
{%- endmacro -%}

{%- macro closing_quarter() -%}
  {{- return(var('period')[:4] | int * 4 + var('period')[5:] | int - 1) -}}
{%- endmacro -%}

{%- macro quarter_name(quarter) -%}
  {{- return((quarter // 4) ~ 'K' ~ (quarter % 4 + 1)) -}}
{%- endmacro -%}

{%- macro span(first, last) -%}
  {%- set opens = modules.datetime.date(first // 4, first % 4 * 3 + 1, 1) -%}
  {%- set following = modules.datetime.date((last + 1) // 4, (last + 1) % 4 * 3 + 1, 1) -%}
  cast('{{ opens }}' as date) as first_day, cast('{{ following - modules.datetime.timedelta(days=1) }}' as date) as last_day
{%- endmacro -%}
