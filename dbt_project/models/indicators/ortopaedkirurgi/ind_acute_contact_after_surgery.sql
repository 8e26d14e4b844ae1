with operations as (
  select claims.person, practices.practice, claims.week, {{ days_after('claims.week', 30) }} as index_date
  from {{ ref('int_orthopaedic_operations') }} as claims
  inner join ({{ member_practices() }}) as practices
    on practices.number = claims.number and {{ valid_on('practices', 'claims.week') }}
),

{#- The type ALCA00 settles it; a contact whose type was not delivered may have been one. #}
contacts as (
  select weeks.person, weeks.week,
    max(case when found.contact_type = 'ALCA00' then 1 else 0 end) as stayed,
    max(case when found.contact_type is null then 1 else 0 end) as untold
  from (select distinct person, week, index_date from operations) as weeks
  inner join {{ ref('stg_lpr_a__contacts') }} as found
    on found.person = weeks.person and found.started >= weeks.week and found.started <= weeks.index_date
  where coalesce(found.reporting_system, 'LPR3') = 'LPR3'
  group by weeks.person, weeks.week
),

units as (
  select operations.person, operations.practice, operations.index_date,
    case
      when cancers.since <= operations.index_date then 'excluded'
      when contacts.stayed = 1 then 'met'
      when contacts.untold = 1 then 'unknown'
      else 'not_met'
    end as status
  from operations
  left join contacts on contacts.person = operations.person and contacts.week = operations.week
  left join {{ ref('int_cancers') }} as cancers on cancers.person = operations.person
)
{{ aggregate('units') }}
