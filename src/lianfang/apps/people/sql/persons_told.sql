-- purpose: name and address of the persons that records stand for
-- reads: people_person
-- writes: nothing
-- index: people_person primary key
-- idempotency: reads only
select p.id as asked, k.id, k.name, k.area, k.address
from people_person p
join people_person k on k.id = case when p.merged_into_id is null then p.id else p.merged_into_id end
where p.id = any(%(ids)s)
