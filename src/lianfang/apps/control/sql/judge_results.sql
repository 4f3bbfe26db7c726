-- purpose: which results are known already: of a sample the one that stands; without a sample the same person, day,
--   disease, result, Ct value and laboratory
-- reads: control_observed (temporary), control_testresult
-- writes: control_observed (temporary)
-- index: test_by_person (person, sampled_on), test_by_sample
-- idempotency: a result written before is unchanged
with lined as (
    select o.k,
           case when o.sample is not null then coalesce(standing.same, false)
                else exists (select from control_testresult t
                             where t.person_id = o.person_id and t.sampled_on = o.on_date and t.disease = o.disease
                               and t.result = o.result
                               and t.ct is not distinct from o.ct and t.laboratory = o.laboratory)
           end
           or row_number() over (partition by o.person_id, o.on_date, o.disease, o.result, o.ct, o.laboratory, o.sample
                                 order by o.k) > 1 as known
    from control_observed o
    left join lateral (
        select t.result = o.result and t.ct is not distinct from o.ct and t.laboratory = o.laboratory as same
        from control_testresult t
        where t.sample = o.sample
        order by t.id desc
        limit 1
    ) standing on true
    where o.reason is null
)
update control_observed o
set fate = case when lined.known then 'unchanged' else 'first' end
from lined
where o.k = lined.k
