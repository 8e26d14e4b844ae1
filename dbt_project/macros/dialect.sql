{#- What differs between engines, and nothing else. An engine besides DuckDB adds its own `<engine>__` twin of each. -#}

{#- The date `days` (an integer expression) after `day`. -#}
{%- macro days_after(day, days) -%}
  {{ return(adapter.dispatch('days_after')(day, days)) }}
{%- endmacro -%}

{%- macro duckdb__days_after(day, days) -%}
  ({{ day }} + cast({{ days }} as integer))
{%- endmacro -%}

{#- Whole days from `earlier` to `later`; negative when they come in the other order. -#}
{%- macro days_between(earlier, later) -%}
  {{ return(adapter.dispatch('days_between')(earlier, later)) }}
{%- endmacro -%}

{%- macro duckdb__days_between(earlier, later) -%}
  date_diff('day', {{ earlier }}, {{ later }})
{%- endmacro -%}

{#- Monday of the week in which `day` lies. -#}
{%- macro monday_of(day) -%}
  {{ return(adapter.dispatch('monday_of')(day)) }}
{%- endmacro -%}

{%- macro duckdb__monday_of(day) -%}
  cast(date_trunc('week', {{ day }}) as date)
{%- endmacro -%}

{#- An expression that stops the query with a sentence, where a row breaks what a model promises. -#}
{%- macro refuse(sentence) -%}
  {{ return(adapter.dispatch('refuse')(sentence)) }}
{%- endmacro -%}

{%- macro duckdb__refuse(sentence) -%}
  error('{{ sentence }}')
{%- endmacro -%}

{#- The number that a text is, as decimal(18, 6): digits with at most one comma or point ("5,2", "5.2"); else null. -#}
{%- macro number_in(text) -%}
  {{ return(adapter.dispatch('number_in')(text)) }}
{%- endmacro -%}

{%- macro duckdb__number_in(text) -%}
  case when regexp_full_match(trim({{ text }}), '[0-9]{1,9}([.,][0-9]+)?')
    then cast(replace(trim({{ text }}), ',', '.') as decimal(18, 6)) end
{%- endmacro -%}
