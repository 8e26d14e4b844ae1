{#- An indicator's sexes, age bands and counts are those of schemas/indicator.py. -#}
{% test known_values(model) %}
select 1 as offence
from {{ model }}
where sex not in ('K', 'M', 'U')
  or age_band not in ('0-17', '18-39', '40-59', '60-74', '75+', 'U')
  or met < 0 or not_met < 0 or unknown < 0 or excluded < 0
{% endtest %}
