-- purpose: orders that a reference names: an order by uid or number, or the orders over a person by the person's uid
-- reads: control_measure, people_person
-- writes: nothing
-- index: measure_uid_once, primary key; person_uid_once, foreign key index on person_id
-- idempotency: reads only
select m.id, m.uid, m.series, m.step, m.person_id, m.person_uid, m.area, m.disease, m.rule_id, m.measure, m.place,
       m.test_dates, m.starts_on, m.ordered_until, m.ends_on, m.issued_at, m.served_at, m.visited_at, m.ended_at,
       m.end_ground, m.released_at
from control_measure m
where m.id in (select %(number)s::bigint
               union
               select id from control_measure where uid = %(uid)s::uuid
               union
               select own.id
               from people_person named
               join people_person p on p.id = named.id or p.merged_into_id = named.id
               join control_measure own on own.person_id = p.id
               where named.uid = %(uid)s::uuid)
  and m.area >= %(lo)s and m.area < %(hi)s
order by m.starts_on, m.id
