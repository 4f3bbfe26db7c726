-- purpose: write the readings of a file, the first of each slot before those that repeat it
-- reads: control_observed (temporary)
-- writes: control_reading
-- index: none
-- idempotency: reading_once_per_slot refuses a second first
insert into control_reading
    (person_id, area, on_date, slot, celsius, symptoms, repeats, by, happened_at, recorded_at)
select person_id, area, on_date, slot, celsius, symptoms, fate = 'repeats', %(by)s, happened_at, %(at)s
from control_observed
where fate in ('first', 'repeats')
order by k
