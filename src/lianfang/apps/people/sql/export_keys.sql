-- purpose: sealed documents and telephones of the persons of an area between two numbers, documents first
-- reads: people_identitykey, people_person
-- writes: nothing
-- index: people_person primary key; foreign key index on people_identitykey.person_id
-- idempotency: reads only
select k.person_id, k.kind, k.sealed
from people_person p
join people_identitykey k on k.person_id = p.id
where p.id >= %(first)s and p.id <= %(last)s and p.area >= %(lo)s and p.area < %(hi)s and p.merged_into_id is null
order by k.person_id, k.kind = 'phone', k.kind <> 'national_id', k.recorded_at, k.digest
