-- purpose: documents and telephones of persons and of the records merged into them, each once, their own first
-- reads: people_person, people_identitykey
-- writes: nothing
-- index: people_person primary key, person_by_merge, people_identitykey.person_id
-- idempotency: reads only
select canonical, kind, sealed
from (
    select distinct on (c.canonical, k.digest) c.canonical, c.id, k.kind, k.sealed, k.recorded_at
    from (
        select id, id as canonical from people_person where id = any (%(ids)s)
        union all
        select id, merged_into_id from people_person where merged_into_id = any (%(ids)s)
    ) c
    join people_identitykey k on k.person_id = c.id
    order by c.canonical, k.digest, c.id <> c.canonical, k.recorded_at
) found
order by canonical, kind = 'phone', kind, id <> canonical, recorded_at
