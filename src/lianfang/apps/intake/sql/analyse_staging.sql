-- purpose: tell the planner what was staged and matched
-- reads: intake_staged, intake_match, intake_variant (temporary)
-- writes: statistics
-- index: none
-- idempotency: may be repeated
analyze intake_staged;
analyze intake_match;
analyze intake_variant
