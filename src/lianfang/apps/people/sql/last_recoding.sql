-- purpose: the newest re-coding that persons have followed
-- reads: sql_run
-- writes: nothing
-- index: run_once_per_window
-- idempotency: reads only
select coalesce(max("window"::bigint), 0) as recoding
from sql_run
where job = %(job)s and state = 'done'
