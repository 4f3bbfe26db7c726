-- purpose: what the register says of the persons of some uids
-- reads: people_person
-- writes: nothing
-- index: person_uid_once
-- idempotency: reads only
select p.uid::text as uid, p.id as person_id, p.name, p.sex, p.birth_date, p.area, p.address, p.occupation, p.state
from people_person p
where p.uid = any (string_to_array(%(uids)s, ',')::uuid[])
