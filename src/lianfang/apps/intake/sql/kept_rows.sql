-- purpose: the rows whose content must stay readable because a person will look at them
-- reads: intake_fate (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select k from intake_fate where outcome in ('review', 'rejected', 'forwarded') order by k
