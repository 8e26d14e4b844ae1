select distinct person, number, week from ({{ claimed('gastroscopies') }}) as gastroscopies
