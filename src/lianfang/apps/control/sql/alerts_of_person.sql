-- purpose: moments of fever or symptoms of a person since a day, by the latest reading of each slot
-- reads: control_reading
-- writes: nothing
-- index: reading_once_per_slot, reading_repeated (person, on_date, slot)
-- idempotency: reads only
select happened_at
from (
    select distinct on (on_date, slot) on_date, slot, happened_at, celsius, symptoms
    from control_reading
    where person_id = %(person_id)s and on_date >= %(since)s
    order by on_date, slot, id desc
) latest
where celsius >= %(fever)s or symptoms <> ''
order by happened_at
