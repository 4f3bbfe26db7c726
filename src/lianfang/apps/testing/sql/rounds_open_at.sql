-- purpose: the round that is open at a moment in an area: its own, or that of an area above
-- reads: testing_round
-- writes: nothing
-- index: round_one_at_a_time
-- idempotency: a query
select id
from testing_round
where ended_at is null and starts_at <= %(at)s and starts_with(%(area)s, area)
order by length(area) desc, id desc
limit 1
