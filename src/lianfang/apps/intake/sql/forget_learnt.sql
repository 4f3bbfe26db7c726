-- purpose: empty the keys to be learnt and the persons that have arrived
-- reads: nothing
-- writes: intake_learn, intake_new (temporary)
-- index: none
-- idempotency: may be repeated
truncate intake_learn, intake_new
