{#- No two rows agree on all of `columns`. Counts the offending groups, shows no values. -#}
{% test unique_rows(model, columns) %}
select 1 as offence
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
