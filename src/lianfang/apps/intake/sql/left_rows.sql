-- purpose: the rows of the chunk at hand that were left to the end
-- reads: intake_left (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select k from intake_left where k >= %(first)s order by k
