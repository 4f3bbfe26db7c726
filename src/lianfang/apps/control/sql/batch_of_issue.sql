-- purpose: the batch that a uid or a number names
-- reads: intake_batch
-- writes: nothing
-- index: batch_uid_once, intake_batch primary key
-- idempotency: reads only
select id, uid, area, disease, state
from intake_batch
where uid = %(uid)s::uuid or id = %(number)s::bigint
