-- purpose: add documents and telephones to persons
-- reads: key_arriving (temporary), people_person
-- writes: people_identitykey
-- index: people_identitykey primary key, people_person primary key
-- idempotency: a key is written once per person
insert into people_identitykey (digest, person_id, kind, sealed, recorded_at)
select n.digest, p.id, n.kind, n.sealed, %(at)s
from key_arriving n
join people_person p on p.id = n.person_id
order by n.digest, p.id
on conflict (digest, person_id) do nothing
