-- purpose: whom each record means: by uid, else by document, else by telephone and name; with home and household
-- reads: testing_asked (temporary), people_person, people_identitykey
-- writes: nothing
-- index: person_uid_once; people_identitykey primary key
-- idempotency: a query
with meant as (
    select a.k, coalesce(p.merged_into_id, p.id) as person_id
    from testing_asked a
    join people_person p on p.uid = a.person_uid
    union
    select a.k, coalesce(p.merged_into_id, p.id)
    from testing_asked a
    join people_identitykey i on i.digest = a.digest
    join people_person p on p.id = i.person_id
    where a.person_uid is null and (a.name = '' or p.name = a.name)
),
counted as (
    select k, min(person_id) as person_id, count(*) as persons
    from meant
    group by k
)
select counted.k, counted.persons, kept.id, kept.uid, kept.area, kept.household_id, kept.source = %(visitors)s as visitor
from counted
join people_person kept on kept.id = counted.person_id
order by counted.k
