-- purpose: the number of the case that a person has in an outbreak, under any of their records
-- reads: people_person, cases_case
-- writes: nothing
-- index: people_person primary key, person_by_merge; foreign key index on cases_case.person_id
-- idempotency: reads only
select c.sequence
from people_person p
join cases_case c on c.person_id = p.id
where (p.id = %(person)s::bigint or p.merged_into_id = %(person)s::bigint) and c.outbreak_id = %(outbreak)s::bigint
limit 1
