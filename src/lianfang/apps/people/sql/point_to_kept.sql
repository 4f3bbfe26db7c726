-- purpose: let a merged record, and those merged into it before, point to the person kept
-- reads: people_person
-- writes: people_person
-- index: people_person primary key, person_by_merge
-- idempotency: repeats to the same result
update people_person
set merged_into_id = %(kept)s
where id = %(merged)s or merged_into_id = %(merged)s
