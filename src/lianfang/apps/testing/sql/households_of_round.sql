-- purpose: how many households of an area have come whole, in part, not at all
-- reads: testing_target, testing_sample
-- writes: nothing
-- index: testing_target primary key; sample_once_a_round
-- idempotency: a query
select count(*) filter (where come = persons) as whole,
       count(*) filter (where come between 1 and persons - 1) as part,
       count(*) filter (where come = 0) as nobody
from (
    select count(*) as persons, count(sample.id) as come
    from testing_target target
    left join testing_sample sample on sample.round_id = target.round_id and sample.person_id = target.person_id
    where target.round_id = %(round)s and target.area >= %(lo)s and target.area < %(hi)s
    group by coalesce(target.household_id, -target.person_id)
) household
