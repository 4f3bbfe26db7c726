-- purpose: let the keys arrive that persons learn, each once
-- reads: intake_lesson (temporary), people_person
-- writes: identity_arriving (temporary)
-- index: people_person primary key
-- idempotency: the caller empties identity_arriving
insert into identity_arriving (person_uid, kind, digest, sealed)
select distinct on (l.person_id, l.digest) p.uid, l.kind, l.digest, l.sealed
from intake_lesson l
join people_person p on p.id = l.person_id
order by l.person_id, l.digest
