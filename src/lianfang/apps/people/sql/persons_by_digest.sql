-- purpose: persons that have a document or telephone
-- reads: people_identitykey, people_person
-- writes: nothing
-- index: people_identitykey primary key
-- idempotency: reads only
select distinct coalesce(p.merged_into_id, p.id) as person_id
from people_identitykey k
join people_person p on p.id = k.person_id
where k.digest = %(digest)s
order by person_id
