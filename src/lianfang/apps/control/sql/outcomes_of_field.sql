-- purpose: what became of each record of the field
-- reads: control_observed (temporary)
-- writes: nothing
-- index: primary key
-- idempotency: reads only
select k, reason, fate, coalesce(celsius >= %(fever)s or symptoms <> '', false) as alert,
       other_uid, other_by, other_at, other_value
from control_observed
order by k
