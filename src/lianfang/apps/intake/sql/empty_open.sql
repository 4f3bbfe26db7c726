-- purpose: put down the rows at hand
-- reads: nothing
-- writes: intake_open (temporary)
-- index: none
-- idempotency: may be repeated
truncate intake_open
