-- purpose: tell the planner how many rows are matched
-- reads: intake_match (temporary)
-- writes: statistics
-- index: none
-- idempotency: may be repeated
analyze intake_match
