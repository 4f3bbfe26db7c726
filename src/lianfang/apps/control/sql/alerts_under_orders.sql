-- purpose: moments of fever or symptoms under orders since each began, by the latest reading of each slot
-- reads: control_measure, control_reading
-- writes: nothing
-- index: control_measure primary key; reading_once_per_slot, reading_repeated (person, on_date, slot)
-- idempotency: reads only
select measure_id, happened_at
from (
    select distinct on (m.id, r.on_date, r.slot)
           m.id as measure_id, r.on_date, r.slot, r.happened_at, r.celsius, r.symptoms
    from control_measure m
    join control_reading r on r.person_id = m.person_id and r.on_date >= m.starts_on
    where m.id = any(%(measures)s)
    order by m.id, r.on_date, r.slot, r.id desc
) latest
where celsius >= %(fever)s or symptoms <> ''
order by measure_id, happened_at
