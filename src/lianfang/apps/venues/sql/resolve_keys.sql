-- purpose: whom each set of numbers means: by uid, else by document, else by telephone and the name, where one is given
-- reads: venues_key (temporary), people_person, people_identitykey
-- writes: venues_key (temporary)
-- index: person_uid_once; people_identitykey primary key
-- idempotency: answers are replaced by the same
with meant as (
    select v.k, coalesce(p.merged_into_id, p.id) as person
    from venues_key v
    join people_person p on p.uid = v.person_uid
    union
    select v.k, coalesce(p.merged_into_id, p.id)
    from venues_key v
    join people_identitykey i on i.digest = v.digest
    join people_person p on p.id = i.person_id
    where not v.by_uid and (v.kind <> 'phone' or coalesce(v.name, '') = '' or p.name = v.name)
),
counted as (
    select k, min(person) as person, count(*) as persons
    from meant
    group by k
)
update venues_key v
set person = case when counted.persons = 1 then counted.person end,
    fault = case when counted.persons > 1 then %(several)s
                 when v.by_uid and counted.persons is null then %(unknown)s end
from venues_key self
left join counted on counted.k = self.k
where v.k = self.k
