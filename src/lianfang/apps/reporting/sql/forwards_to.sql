-- purpose: rows handed to other areas that nobody had acknowledged at the moment of knowledge; part: to which area
-- reads: intake_forward
-- writes: nothing
-- index: forward_by_holder
-- idempotency: a query
select 'forward' as kind, f.uid::text as id, f.area as part
from intake_forward f
where f.happened_at <= %(until_at)s and f.recorded_at <= %(known_at)s
  and (f.acknowledged_at is null
       or f.acknowledged_at > %(until_at)s or f.acknowledged_recorded_at > %(known_at)s)
  and f.from_area >= %(lo)s and f.from_area < %(hi)s
