-- purpose: the round that was open at a moment in an area: its own, or that of an area above; what a phone held back
--   belongs to the round of its sampling, though that ended since
-- reads: testing_round
-- writes: nothing
-- index: round_once
-- idempotency: a query
select id, disease
from testing_round
where starts_at <= %(at)s and coalesce(ended_at, 'infinity') > %(at)s and starts_with(%(area)s, area)
order by length(area) desc, id desc
limit 1
