-- purpose: delete periods of staff in closed loops that ended before the term
-- reads: nothing
-- writes: facilities_staffperiod
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from facilities_staffperiod
where area >= %(lo)s and area < %(hi)s and coalesce(upper(during), case when isempty(during) then recorded_at end) < %(before_at)s
