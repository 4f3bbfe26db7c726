-- purpose: uid, name and area of records by their uid, for lists that name persons by it
-- reads: people_person
-- writes: nothing
-- index: person_uid_once
-- idempotency: a query
select uid as person, name, area
from people_person
where uid = any(%(uids)s::uuid[])
