-- purpose: what became of each observation, and whether it calls for transfer
-- reads: control_observed (temporary)
-- writes: nothing
-- index: primary key
-- idempotency: reads only
select k, fate, reason, celsius >= %(fever)s or symptoms <> '' as alert
from control_observed
order by k
