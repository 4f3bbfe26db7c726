-- purpose: write the results at hand
-- reads: control_observed (temporary)
-- writes: control_testresult
-- index: none
-- idempotency: what is known is not written
insert into control_testresult
    (person_id, area, disease, sampled_on, result, ct, laboratory, sample, by, happened_at, recorded_at)
select person_id, area, disease, on_date, result, ct, laboratory, sample, %(by)s, happened_at, %(at)s
from control_observed
where fate = 'first'
order by k
