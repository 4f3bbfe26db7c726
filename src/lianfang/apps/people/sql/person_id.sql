-- purpose: the record that a uid or a number names
-- reads: people_person
-- writes: nothing
-- index: person_uid_once, people_person primary key
-- idempotency: reads only
select id
from people_person
where (uid = %(uid)s::uuid or id = %(number)s::bigint) and area >= %(lo)s and area < %(hi)s
