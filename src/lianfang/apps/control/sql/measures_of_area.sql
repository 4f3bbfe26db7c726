-- purpose: orders of an area with their person, those in force or all, soonest end first
-- reads: control_measure, people_person
-- writes: nothing
-- index: measure_by_area (area range, ends_on); people_person primary key
-- idempotency: reads only
select m.id, m.uid, m.person_uid as person, p.name, m.area, m.disease, m.category, m.measure, m.place, m.step,
       m.starts_on, m.ends_on, m.issued_at, m.served_at, m.ended_at, m.released_at,
       case when m.released_at is not null then 'released' when m.ended_at is not null then m.end_ground
            when m.served_at is not null then 'served' else 'issued' end as state
from control_measure m
join people_person p on p.id = m.person_id
where m.area >= %(lo)s and m.area < %(hi)s
  and (%(all)s or (m.ended_at is null and m.ends_on > %(on)s) or (m.released_at is null
       and m.end_ground in ('', 'lapsed')))
order by m.ends_on, m.area, m.id
limit %(limit)s
