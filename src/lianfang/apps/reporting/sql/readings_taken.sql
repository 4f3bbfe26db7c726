-- purpose: temperatures of the day, each slot of a person once; part: the slot
-- reads: control_reading
-- writes: nothing
-- index: reading_by_area
-- idempotency: a query
select 'reading' as kind, r.uid::text as id, r.slot as part
from control_reading r
where r.area >= %(lo)s and r.area < %(hi)s and r.on_date = %(on_date)s and not r.repeats
  and r.happened_at <= %(until_at)s and r.recorded_at <= %(known_at)s
