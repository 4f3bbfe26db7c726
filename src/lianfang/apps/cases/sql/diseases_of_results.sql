-- purpose: for which disease some results are
-- reads: control_testresult
-- writes: nothing
-- index: test_positive
-- idempotency: reads only
select r.uid, r.disease
from control_testresult r
where r.result = 'positive' and r.area >= %(lo)s and r.area < %(hi)s and r.uid = any(%(results)s::uuid[])
