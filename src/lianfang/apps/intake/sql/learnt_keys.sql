-- purpose: which rows bring which keys to which persons
-- reads: intake_learn (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select k, kind, digest, person_id from intake_learn order by k
