with operations as (
  select claims.person, practices.practice, claims.week
  from {{ ref('int_orthopaedic_operations') }} as claims
  inner join ({{ member_practices() }}) as practices
    on practices.number = claims.number and {{ valid_on('practices', 'claims.week') }}
),

opioids as (
  select weeks.person, weeks.week,
    sum(case when dispensings.dispensed < weeks.week then dispensings.packs else 0 end) as before,
    sum(case when dispensings.dispensed > weeks.week then dispensings.packs else 0 end) as after
  from (select distinct person, week from operations) as weeks
  inner join ({{ dispensed('opioids') }}) as dispensings
    on dispensings.person = weeks.person
    and (
      {{ days_between('weeks.week', 'dispensings.dispensed') }} between -365 and -1
      or {{ days_between('weeks.week', 'dispensings.dispensed') }} between 31 and 90
    )
  group by weeks.person, weeks.week
),

ended as (
  select person, practice, week, {{ days_after('week', 90) }} as index_date from operations
),

units as (
  select ended.person, ended.practice, ended.index_date,
    case
      when opioids.before > 0 or cancers.since <= ended.index_date then 'excluded'
      when opioids.after > 0 then 'met'
      else 'not_met'
    end as status
  from ended
  left join opioids on opioids.person = ended.person and opioids.week = ended.week
  left join {{ ref('int_cancers') }} as cancers on cancers.person = ended.person
)
{{ aggregate('units') }}
