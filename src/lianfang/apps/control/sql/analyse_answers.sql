-- purpose: tell the planner how many answers there are
-- reads: policy_answer (temporary)
-- writes: nothing
-- index: none
-- idempotency: statistics only
analyze policy_answer
