-- purpose: the keys to be learnt, each once, with the identity of their persons
-- reads: intake_learn (temporary), people_person
-- writes: nothing
-- index: people_person primary key
-- idempotency: reads only
select l.k, l.kind, l.digest, p.uid::text as person_uid
from (select min(k) as k, person_id, kind, digest from intake_learn group by person_id, kind, digest) l
join people_person p on p.id = l.person_id
order by l.k
