-- purpose: how many rows are open, and the highest number of a person
-- reads: intake_open (temporary), people_person
-- writes: nothing
-- index: people_person primary key
-- idempotency: reads only
select count(*) as rows, coalesce((select max(id) from people_person), 0) as person from intake_open
