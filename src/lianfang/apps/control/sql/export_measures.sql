-- purpose: orders of an area with their person, in the order of their numbers, after a number
-- reads: control_measure, people_person
-- writes: nothing
-- index: control_measure primary key; people_person primary key
-- idempotency: reads only
select m.id, m.uid, m.person_uid, p.name, m.area, m.disease, m.measure, m.place, m.step, m.starts_on, m.ends_on,
       m.issued_at, m.served_at, m.released_at,
       case when m.released_at is not null then 'released' when m.ended_at is not null then m.end_ground
            when m.served_at is not null then 'served' else 'issued' end as state,
       m.issuer
from control_measure m
join people_person p on p.id = m.person_id
where m.id > %(after)s and m.area >= %(lo)s and m.area < %(hi)s
order by m.id
limit %(limit)s
