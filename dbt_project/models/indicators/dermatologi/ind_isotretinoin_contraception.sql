with isotretinoin as (
  select person, prescriber, dispensed, packs
  from {{ ref('stg_lmdb__dispensings') }}
  where atc = 'D10BA01'
),

dispensed_days as (
  select person, dispensed, lag(dispensed) over (partition by person order by dispensed) as before
  from (select distinct person, dispensed from isotretinoin where packs > 0) as positive
),

courses as (
  select person, dispensed as started, {{ days_after('dispensed', 90) }} as index_date
  from dispensed_days
  where before is null or {{ days_between('before', 'dispensed') }} > 183
),

{#- What was handed back within the follow-up was no treatment. -#}
kept as (
  select courses.person, courses.started, courses.index_date
  from courses
  inner join isotretinoin
    on isotretinoin.person = courses.person
    and isotretinoin.dispensed >= courses.started and isotretinoin.dispensed <= courses.index_date
  group by courses.person, courses.started, courses.index_date
  having sum(isotretinoin.packs) > 0
),

prescribed as (
  select distinct kept.person, kept.started, kept.index_date, practices.practice
  from kept
  inner join isotretinoin
    on isotretinoin.person = kept.person and isotretinoin.dispensed = kept.started and isotretinoin.packs > 0
  inner join ({{ member_practices() }}) as practices
    on practices.number = isotretinoin.prescriber and {{ valid_on('practices', 'kept.started') }}
  inner join {{ ref('stg_bef__persons') }} as persons on persons.person = kept.person
  where persons.sex = 'K'
    and {{ age('persons.birth_date', 'kept.started') }} between 15 and 44
),

contraception as (
  select prescribed.person, prescribed.practice, prescribed.started
  from prescribed
  inner join {{ ref('stg_lmdb__dispensings') }} as dispensings
    on dispensings.person = prescribed.person
    and abs({{ days_between('prescribed.started', 'dispensings.dispensed') }}) <= 90
  where dispensings.atc like 'G03AA%' or dispensings.atc like 'G03AB%' or dispensings.atc like 'G03AC%'
    or dispensings.atc = 'G03HB01' or dispensings.atc like 'G02B%'
  group by prescribed.person, prescribed.practice, prescribed.started
  having sum(dispensings.packs) > 0
),

sterilised as (
  select person, min(diagnosed) as since
  from {{ ref('int_diagnoses') }}
  where code like 'DZ302%'
  group by person
),

units as (
  select prescribed.person, prescribed.practice, prescribed.index_date,
    case
      when sterilised.since <= prescribed.started then 'excluded'
      when contraception.person is not null then 'met'
      else 'not_met'
    end as status
  from prescribed
  left join contraception
    on contraception.person = prescribed.person and contraception.practice = prescribed.practice
    and contraception.started = prescribed.started
  left join sterilised on sterilised.person = prescribed.person
)
{{ aggregate('units') }}
