-- purpose: laboratory results of a person since an order began
-- reads: control_testresult
-- writes: nothing
-- index: test_by_person (person, sampled_on)
-- idempotency: reads only
select sampled_on, result, ct
from control_testresult
where person_id = %(person_id)s and sampled_on >= %(since)s
order by sampled_on, id
