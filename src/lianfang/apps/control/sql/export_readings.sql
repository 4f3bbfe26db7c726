-- purpose: the temperatures that stand for their slots, of an area from one day to another, after a number
-- reads: control_reading, people_person
-- writes: nothing
-- index: reading_by_area (area range, on_date); reading_repeated; people_person primary key
-- idempotency: reads only
select r.id, coalesce(kept.uid, p.uid) as person, coalesce(kept.name, p.name) as name, r.area, r.on_date, r.slot,
       r.happened_at, r.celsius, r.symptoms, r.by
from control_reading r
join people_person p on p.id = r.person_id
left join people_person kept on kept.id = p.merged_into_id
where r.id > %(after)s and r.area >= %(lo)s and r.area < %(hi)s
  and r.on_date >= %(since)s and r.on_date <= %(until)s
  and not exists (select from control_reading later
                  where later.person_id = r.person_id and later.on_date = r.on_date and later.slot = r.slot
                    and later.repeats and later.id > r.id)
order by r.id
limit %(limit)s
