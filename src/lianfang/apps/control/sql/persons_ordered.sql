-- purpose: how many persons the candidates of this issue were ordered for
-- reads: control_candidate (temporary), control_measure
-- writes: nothing
-- index: none: both are hashed
-- idempotency: reads only
select count(distinct c.person_id) as persons
from control_candidate c
where exists (select from control_measure m where m.series = c.series and m.person_id = c.person_id)
