-- purpose: put down the chunk before
-- reads: nothing
-- writes: intake_open, intake_match, intake_pair, intake_learn, intake_kept (temporary)
-- index: none
-- idempotency: may be repeated
truncate intake_open, intake_match, intake_pair, intake_learn, intake_kept
