-- purpose: the temperatures of a person by day and slot, the last one of each slot
-- reads: people_person, control_reading
-- writes: nothing
-- index: person_by_merge; reading_once_per_slot, reading_repeated
-- idempotency: a query
with recursive records as (
    select id from people_person where id = %(person_id)s
    union
    select p.id from people_person p join records r on p.merged_into_id = r.id
)
select distinct on (t.on_date, t.slot) t.on_date, t.slot, t.celsius, t.symptoms
from records r
join lateral (
    select * from control_reading where person_id = r.id and not repeats
    union all
    select * from control_reading where person_id = r.id and repeats
) t on true
order by t.on_date desc, t.slot, t.recorded_at desc, t.happened_at desc
