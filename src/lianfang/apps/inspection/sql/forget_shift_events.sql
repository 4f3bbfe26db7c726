-- purpose: delete what happened to shifts that ended before the term
-- reads: inspection_shift
-- writes: inspection_shiftevent
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from inspection_shiftevent event
using inspection_shift shift
where shift.id = event.shift_id and event.area >= %(lo)s and event.area < %(hi)s and shift.ends_at < %(before_at)s
