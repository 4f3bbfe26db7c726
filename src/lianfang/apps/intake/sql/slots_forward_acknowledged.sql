-- purpose: slots of the duty to acknowledge a forwarded row: from its sending until somebody took it over
-- reads: intake_forward
-- writes: nothing
-- index: forward_by_holder
-- idempotency: a query
select uid::text as subject_id,
       to_name as ref,
       held_in as area,
       happened_at as opens_at,
       happened_at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       case when acknowledged_recorded_at <= %(known_at)s then acknowledged_at end as done_at,
       case when acknowledged_recorded_at <= %(known_at)s then 'forward:' || uid end as evidence
from intake_forward
where held_in >= %(lo)s and held_in < %(hi)s
  and happened_at <= %(until_at)s and recorded_at <= %(known_at)s
  and (acknowledged_recorded_at is null or acknowledged_recorded_at > %(known_at)s or acknowledged_at >= %(from_at)s)
