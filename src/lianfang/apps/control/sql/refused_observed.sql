-- purpose: the rows of a file that can't be used, with their reason
-- reads: control_observed (temporary)
-- writes: nothing
-- index: primary key
-- idempotency: reads only
select k, reason
from control_observed
where reason is not null
order by k
