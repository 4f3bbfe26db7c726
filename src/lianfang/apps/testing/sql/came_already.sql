-- purpose: of some persons, who was sampled in some rounds already, and in which tube
-- reads: testing_sample, testing_tube
-- writes: nothing
-- index: sample_once_a_round
-- idempotency: a query
select sample.round_id, sample.person_id, tube.code
from testing_sample sample
join testing_tube tube on tube.id = sample.tube_id
where sample.round_id = any(%(rounds)s::bigint[]) and sample.person_id = any(%(persons)s::bigint[])
