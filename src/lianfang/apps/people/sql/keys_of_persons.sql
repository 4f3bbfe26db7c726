-- purpose: documents and telephones of persons and of the records merged into them, each once
-- reads: people_person, people_identitykey
-- writes: nothing
-- index: people_person primary key, person_by_merge, people_identitykey.person_id
-- idempotency: reads only
select distinct on (c.canonical, k.kind = 'phone', k.kind, k.digest) c.canonical, k.kind, k.sealed
from (
    select id, id as canonical from people_person where id = any (%(ids)s)
    union all
    select id, merged_into_id from people_person where merged_into_id = any (%(ids)s)
) c
join people_identitykey k on k.person_id = c.id
order by c.canonical, k.kind = 'phone', k.kind, k.digest, k.recorded_at
