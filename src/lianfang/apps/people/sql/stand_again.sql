-- purpose: let a record stand for itself again, and those merged into it before point to it again
-- reads: people_merge
-- writes: people_person
-- index: people_merge.kept_id, people_person primary key
-- idempotency: repeats to the same result
with recursive own as (
    select %(merged)s::bigint as id
    union all
    select m.merged_id
    from own o
    join people_merge m on m.kept_id = o.id and m.undone_at is null
)
update people_person p
set merged_into_id = nullif(%(merged)s::bigint, p.id)
from own o
where p.id = o.id
