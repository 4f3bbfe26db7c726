-- purpose: how many of the picked exposures got an order
-- reads: control_contest, control_pick (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select count(distinct case_id) as cases
from control_contest
join control_pick using (case_id)
