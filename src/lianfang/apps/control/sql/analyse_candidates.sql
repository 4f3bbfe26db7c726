-- purpose: tell the planner how many candidates there are
-- reads: control_candidate (temporary)
-- writes: nothing
-- index: none
-- idempotency: statistics only
analyze control_candidate
