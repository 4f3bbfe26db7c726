-- purpose: what is in some tubes: the samples in their places
-- reads: testing_sample
-- writes: nothing
-- index: sample_place_once
-- idempotency: a query
select tube_id, uid, person_id, person_uid, happened_at
from testing_sample
where tube_id = any(%(tubes)s::bigint[])
order by tube_id, place
