-- purpose: hours of each kind of need that were set for an area or one above it and hold on a day: the nearest, the last
-- reads: facilities_careclock
-- writes: nothing
-- index: care_clock_by_area
-- idempotency: a query
select distinct on (clock.kind)
       clock.kind, clock.acknowledged, clock.answered, clock.ground as source, clock.area, clock.from_day, clock.by
from facilities_careclock clock
where clock.area = any (%(areas)s) and clock.from_day <= %(on)s and clock.recorded_at <= %(at)s
order by clock.kind, length(clock.area) desc, clock.from_day desc, clock.id desc
