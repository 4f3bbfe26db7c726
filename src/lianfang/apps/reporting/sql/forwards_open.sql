-- purpose: rows handed to or from an area that nobody had acknowledged at the moment of knowledge; part: which way
-- reads: intake_forward
-- writes: nothing
-- index: forward_by_holder
-- idempotency: a query
select 'forward' as kind, f.uid::text as id,
       case when f.from_area >= %(lo)s and f.from_area < %(hi)s then 'sent' else 'received' end as part
from intake_forward f
where f.happened_at <= %(until_at)s and f.recorded_at <= %(known_at)s
  and (f.acknowledged_at is null
       or f.acknowledged_at > %(until_at)s or f.acknowledged_recorded_at > %(known_at)s)
  and ((f.held_in >= %(lo)s and f.held_in < %(hi)s)
       or (f.from_area >= %(lo)s and f.from_area < %(hi)s))
