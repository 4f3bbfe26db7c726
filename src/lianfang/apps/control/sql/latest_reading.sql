-- purpose: the temperature that stands for a slot of a person: the first, or the latest that repeats it
-- reads: control_reading
-- writes: nothing
-- index: reading_once_per_slot; reading_repeated (person, on_date, slot)
-- idempotency: reads only
select celsius, symptoms
from (
    select id, celsius, symptoms
    from control_reading
    where person_id = %(person_id)s and on_date = %(on_date)s and slot = %(slot)s and not repeats
    union all
    select id, celsius, symptoms
    from control_reading
    where person_id = %(person_id)s and on_date = %(on_date)s and slot = %(slot)s and repeats
) reading
order by id desc
limit 1
