-- purpose: one positive result by its identity: of whom, where, sampled when; whether a correction took it back
-- reads: control_testresult
-- writes: nothing
-- index: test_positive, test_by_sample
-- idempotency: reads only
select r.person_id as person, r.area, r.sampled_on,
       exists (
           select from control_testresult x where x.sample = r.sample and x.id > r.id and x.result <> 'positive'
       ) as corrected
from control_testresult r
where r.result = 'positive' and r.area >= %(lo)s and r.area < %(hi)s and r.uid = %(uid)s
