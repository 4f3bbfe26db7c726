-- purpose: a merge in force by its uid
-- reads: people_merge
-- writes: nothing
-- index: merge_uid_once
-- idempotency: reads only
select id, uid, kept_id, merged_id
from people_merge
where uid = %(uid)s and undone_at is null
