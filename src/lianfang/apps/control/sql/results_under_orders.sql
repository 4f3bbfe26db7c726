-- purpose: laboratory results of the persons of orders for the order's disease since each began; of a sample the last one stands
-- reads: control_measure, control_testresult
-- writes: nothing
-- index: control_measure primary key; test_by_person (person, sampled_on), test_by_sample
-- idempotency: reads only
select m.id as measure_id, t.sampled_on, t.result, t.ct
from control_measure m
join control_testresult t on t.person_id = m.person_id and t.disease = m.disease and t.sampled_on >= m.starts_on
where m.id = any(%(measures)s)
  and not exists (select from control_testresult later where later.sample = t.sample and later.id > t.id)
order by m.id, t.sampled_on, t.id
