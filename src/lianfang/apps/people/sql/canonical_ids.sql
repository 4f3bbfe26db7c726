-- purpose: the person that each record stands for after merges
-- reads: people_person
-- writes: nothing
-- index: people_person primary key
-- idempotency: reads only
select id, coalesce(merged_into_id, id) as canonical
from people_person
where id = any (%(ids)s)
