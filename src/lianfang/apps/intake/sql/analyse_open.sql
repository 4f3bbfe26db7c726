-- purpose: tell the planner of the rows at hand
-- reads: intake_open (temporary)
-- writes: statistics
-- index: none
-- idempotency: may be repeated
analyze intake_open
