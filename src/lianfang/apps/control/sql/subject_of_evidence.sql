-- purpose: the record that an observation of a person on a day belongs to: that under an order, else the person kept;
--          with the temperature that stands for a slot of that day: the first, or the latest that repeats it
-- reads: people_person, control_measure, control_reading
-- writes: nothing
-- index: person_uid_once, people_person primary key, person_by_merge, foreign key index on control_measure.person_id,
--        reading_once_per_slot, reading_repeated (person, on_date, slot)
-- idempotency: reads only
select subject.person_id, subject.person_uid, subject.area, subject.measure_id, reading.celsius, reading.symptoms
from (
    select p.id as person_id, kept.uid as person_uid, coalesce(m.area, kept.area) as area, m.id as measure_id
    from people_person kept
    join people_person p on p.id = kept.id or p.merged_into_id = kept.id
    left join control_measure m
      on m.person_id = p.id and m.duties_from <= %(on_date)s::date and m.ends_on > %(on_date)s::date
    where kept.uid = %(uid)s and kept.merged_into_id is null
    order by m.id is null, m.ended_at desc nulls first, m.strictness desc, m.id desc, p.id = kept.id desc
    limit 1
) subject
left join lateral (
    select one.celsius, one.symptoms
    from (
        select id, celsius, symptoms
        from control_reading
        where person_id = subject.person_id and on_date = %(on_date)s::date and slot = %(slot)s::text and not repeats
        union all
        select id, celsius, symptoms
        from control_reading
        where person_id = subject.person_id and on_date = %(on_date)s::date and slot = %(slot)s::text and repeats
    ) one
    order by one.id desc
    limit 1
) reading on true
