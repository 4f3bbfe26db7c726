-- purpose: merges in force in which a record is the kept or the merged one
-- reads: people_merge
-- writes: nothing
-- index: merge_once, people_merge.kept_id
-- idempotency: reads only
select id, uid, kept_id, merged_id
from people_merge
where undone_at is null and (kept_id = %(person_id)s or merged_id = %(person_id)s)
order by id
