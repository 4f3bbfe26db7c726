-- purpose: readings of an area on a day, in the order in which they were recorded
-- reads: control_reading, people_person
-- writes: nothing
-- index: reading_by_area (area range, on_date); people_person primary key
-- idempotency: reads only
select r.id, r.uid, p.uid as person, r.area, r.on_date, r.slot, r.celsius, r.symptoms, r.repeats, r.by, r.happened_at,
       r.recorded_at
from control_reading r
join people_person p on p.id = r.person_id
where r.area >= %(lo)s and r.area < %(hi)s and r.on_date = %(on)s and r.id > %(after)s
order by r.id
limit %(limit)s
