with years as ({{ window_years() }}),

allopurinol as (
  select person, prescriber, dispensed, packs
  from {{ ref('stg_lmdb__dispensings') }}
  where atc = 'M04AA01'
),

treated as (
  select allopurinol.person, practices.practice, years.period, years.first_day, years.last_day
  from allopurinol
  inner join ({{ member_practices() }}) as practices
    on practices.number = allopurinol.prescriber and {{ valid_on('practices', 'allopurinol.dispensed') }}
  inner join years on allopurinol.dispensed >= years.first_day and allopurinol.dispensed <= years.last_day
  group by allopurinol.person, practices.practice, years.period, years.first_day, years.last_day
  having sum(allopurinol.packs) > 0
),

started as (
  select person, min(dispensed) as since
  from allopurinol
  where packs > 0
  group by person
),

levels as (
  select results.person, years.period, results.value,
    row_number() over (
      partition by results.person, years.period order by results.sampled desc, results.value desc
    ) as place
  from {{ ref('int_results') }} as results
  inner join years on results.sampled >= years.first_day and results.sampled <= years.last_day
  where results.analyte = 'urate' and results.value is not null
    and results.person in (select treated.person from treated)
),

units as (
  select treated.person, treated.practice, treated.last_day as index_date,
    case
      when {{ days_between('started.since', 'treated.last_day') }} < 180 then 'excluded'
      when levels.value < 360 then 'met'
      when levels.value is null then 'unknown'
      else 'not_met'
    end as status
  from treated
  inner join started on started.person = treated.person
  left join levels on levels.person = treated.person and levels.period = treated.period and levels.place = 1
)
{{ aggregate('units') }}
