-- purpose: every merge into a person, undone ones included, newest first
-- reads: people_merge, people_person
-- writes: nothing
-- index: people_merge.kept_id, people_person primary key
-- idempotency: a query
select m.uid as merge, p.uid::text as person, p.name, m.ground, m.by, m.merged_at, m.undone_by, m.undone_at
from people_merge m
join people_person p on p.id = m.merged_id
where m.kept_id = %(id)s
order by m.merged_at desc, m.id desc
