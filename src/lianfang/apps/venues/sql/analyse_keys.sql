-- purpose: tell the planner how many sets of numbers there are
-- reads: venues_key (temporary)
-- writes: nothing
-- index: none
-- idempotency: statistics only
analyze venues_key
