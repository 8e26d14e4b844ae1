{#- Rows with the same `key` are valid in disjoint times (columns valid_from, valid_to). -#}
{% test never_overlap(model, key) %}
select 1 as offence
from (
  select valid_from, lag(valid_to) over (partition by {{ key }} order by valid_from) as previous_to
  from {{ model }}
) as ordered
where valid_from <= previous_to
{% endtest %}
