-- purpose: uid, name and area of some records
-- reads: people_person
-- writes: nothing
-- index: people_person primary key
-- idempotency: reads only
select id, uid as person, name, area
from people_person
where id = any (%(ids)s)
