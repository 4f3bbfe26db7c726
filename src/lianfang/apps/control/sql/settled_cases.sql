-- purpose: of the contested exposures, how many got an order, and how many persons
-- reads: control_settled (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select count(*) as cases, count(distinct person_id) as persons
from control_settled
