-- purpose: every record under which some persons may stand in the lake: their own, those merged, visitors of their numbers
-- reads: people_person, people_identitykey, venues_visitor
-- writes: nothing
-- index: people_person primary key, person_by_merge; people_identitykey.person_id; visitor_once
-- idempotency: reads only
with records as (
    select asked.person, asked.person as record
    from unnest(%(persons)s::bigint[]) asked (person)
    union
    select p.merged_into_id, p.id
    from people_person p
    where p.merged_into_id = any (%(persons)s)
)
select person, record from records
union
select r.person, -v.id
from records r
join people_identitykey k on k.person_id = r.record
join venues_visitor v on v.digest = k.digest
