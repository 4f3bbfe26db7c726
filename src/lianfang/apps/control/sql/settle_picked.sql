-- purpose: keep which of the picked got an order, and for whom
-- reads: control_contest, control_pick (temporary)
-- writes: control_settled (temporary)
-- index: none
-- idempotency: the caller forgets the picked afterwards
insert into control_settled (case_id, person_id)
select distinct case_id, person_id
from control_contest
join control_pick using (case_id)
