-- purpose: put down the rows at hand and their pairs
-- reads: nothing
-- writes: intake_open, intake_pair (temporary)
-- index: none
-- idempotency: may be repeated
truncate intake_open, intake_pair
