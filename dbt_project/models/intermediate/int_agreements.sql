select specialty, cluster, indicator, agreed, what, who, due, status, remark
from {{ ref('stg_aftaler__agreements') }}
where agreed <= (select max(quarters.last_day) from ({{ window_quarters() }}) as quarters)
