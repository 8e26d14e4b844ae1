{{ config(materialized='view') }}

select
  number || '/' || cast(valid_from as varchar) as practice,
  number,
  name,
  valid_from,
  coalesce(valid_to, cast('9999-12-31' as date)) as valid_to
from {{ ref('stg_yder__practices') }}
