-- purpose: who is held on account of a pool, and has a result since that came without a tube
-- reads: testing_hold, testing_tube, control_testresult
-- writes: nothing
-- index: hold_once_at_a_time, test_by_person
-- idempotency: a query
select distinct h.person_id
from testing_hold h
join testing_tube tube on tube.id = h.tube_id
join control_testresult told
  on told.person_id = h.person_id and told.sample is null and told.disease = tube.disease
 and told.result = 'negative' and told.recorded_at >= h.recorded_at
where h.ended_at is null
