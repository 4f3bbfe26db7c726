-- purpose: slots of the duty to take note of a look that somebody from elsewhere had into one's area
-- reads: access_breakglass
-- writes: nothing
-- index: break_glass_by_area
-- idempotency: reads only
select l.id::text as subject_id,
       l.actor as ref,
       l.area,
       l.at as opens_at,
       l.at + %(within)s as due_at,
       'infinity'::timestamptz as lapses_at,
       case when l.noted_at <= %(until_at)s and l.noted_at <= %(known_at)s then l.noted_at end as done_at,
       case when l.noted_at <= %(until_at)s and l.noted_at <= %(known_at)s then l.seen_by end as evidence
from access_breakglass l
where l.area >= %(lo)s
  and l.area < %(hi)s
  and l.at <= %(until_at)s
  and l.at <= %(known_at)s
  and (l.noted_at is null or l.noted_at >= %(from_at)s)
