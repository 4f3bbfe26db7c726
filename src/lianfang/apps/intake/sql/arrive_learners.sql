-- purpose: let registered persons arrive again, so that the keys they learn can be written
-- reads: intake_lesson (temporary), people_person
-- writes: person_arriving (temporary)
-- index: people_person primary key
-- idempotency: the caller empties person_arriving
insert into person_arriving (uid, name, name_key, area)
select p.uid, p.name, p.name_key, p.area
from people_person p
where p.id in (select person_id from intake_lesson)
