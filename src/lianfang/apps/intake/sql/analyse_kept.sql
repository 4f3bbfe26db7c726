-- purpose: tell the planner how few rows are kept, so that it hashes them and not all
-- reads: intake_kept (temporary)
-- writes: statistics
-- index: none
-- idempotency: may be repeated
analyze intake_kept
