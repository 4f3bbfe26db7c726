-- purpose: which rows bring new persons, under which identity
-- reads: intake_new (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select k, uid::text as person_uid from intake_new order by k
