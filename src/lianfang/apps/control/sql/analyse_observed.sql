-- purpose: tell the planner how many observations there are
-- reads: control_observed (temporary)
-- writes: nothing
-- index: none
-- idempotency: statistics only
analyze control_observed
