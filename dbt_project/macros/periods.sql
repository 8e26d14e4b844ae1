{#- The window of a release: twelve quarters up to and including `var('period')`. Twin of schemas/period.py. -#}

{#- The quarters as rows (number, quarter, first_day, last_day); `number` is year * 4 + quarter - 1. -#}
{%- macro window_quarters() -%}
  {%- set period = var('period') -%}
  {%- set closing = period[:4] | int * 4 + period[5:] | int - 1 -%}
  {%- for number in range(closing - 11, closing + 1) %}
  select {{ number }} as number, '{{ number // 4 }}K{{ number % 4 + 1 }}' as quarter,
    cast('{{ number // 4 }}-{{ '%02d' % (number % 4 * 3 + 1) }}-01' as date) as first_day,
    {{ days_after("cast('" ~ (number + 1) // 4 ~ '-' ~ '%02d' % ((number + 1) % 4 * 3 + 1) ~ "-01' as date)", -1) }} as last_day
  {%- if not loop.last %} union all {%- endif -%}
  {%- endfor -%}
{%- endmacro -%}

{#- The disjoint years closing in quarter number `year_closes` that lie wholly inside the window, as rows
    (period, quarter, first_day, last_day); `quarter` is the closing one, on whose last day membership is read. -#}
{%- macro window_years(year_closes) %}
  select opening.quarter || '-' || closing.quarter as period, closing.quarter, opening.first_day, closing.last_day
  from ({{ window_quarters() }}) as closing
  inner join ({{ window_quarters() }}) as opening on opening.number = closing.number - 3
  where closing.number % 4 + 1 = {{ year_closes }}
{%- endmacro -%}

{#- The quarter in which `day` lies, written like 2026K3. -#}
{%- macro quarter_of(day) -%}
  (cast(year({{ day }}) as varchar) || 'K' || cast(quarter({{ day }}) as varchar))
{%- endmacro -%}
