-- purpose: tell the planner what became of the rows
-- reads: intake_fate, intake_match, intake_hint (temporary)
-- writes: statistics
-- index: none
-- idempotency: may be repeated
analyze intake_fate;
analyze intake_match;
analyze intake_hint
