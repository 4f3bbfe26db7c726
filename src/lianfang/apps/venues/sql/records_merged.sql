-- purpose: which records of an answer stand for another person now: merged ones, and visitors registered since
-- reads: people_person, people_identitykey, venues_visitor
-- writes: nothing
-- index: people_person primary key; venues_visitor primary key; people_identitykey primary key
-- idempotency: reads only
select p.id as record, p.merged_into_id as person
from unnest(%(records)s::bigint[]) found (id)
join people_person p on p.id = found.id
where p.merged_into_id is not null
union all
select record, min(person) as person
from (
    select found.id as record, coalesce(p.merged_into_id, p.id) as person
    from unnest(%(records)s::bigint[]) found (id)
    join venues_visitor v on v.id = -found.id
    join people_identitykey k on k.digest = v.digest
    join people_person p on p.id = k.person_id
) known
group by record
having count(distinct person) = 1
