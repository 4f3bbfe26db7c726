-- purpose: the records merged into a person, with the merge in force of each
-- reads: people_person, people_merge
-- writes: nothing
-- index: person_by_merge, merge_once
-- idempotency: reads only
select p.uid as person, p.name, m.uid as merge, m.ground, m.merged_at
from people_person p
join people_merge m on m.merged_id = p.id and m.undone_at is null
where p.merged_into_id = %(id)s
order by m.merged_at, p.id
