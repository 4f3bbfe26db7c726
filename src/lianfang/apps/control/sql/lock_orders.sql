-- purpose: lock orders that are to be changed together, in one order of locking for all
-- reads: control_measure
-- writes: nothing
-- index: control_measure primary key
-- idempotency: reads only
select id
from control_measure
where id = any(%(measures)s)
order by id
for update
