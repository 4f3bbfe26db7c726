-- purpose: the orders of some series over some persons, step by step
-- reads: control_measure
-- writes: nothing
-- index: foreign key index on person_id
-- idempotency: reads only
select m.id, m.uid, m.series, m.step, m.person_id, m.person_uid, m.area, m.disease, m.rule_id, m.measure, m.place,
       m.test_dates, m.starts_on, m.ordered_until, m.ends_on, m.issued_at, m.served_at, m.visited_at, m.ended_at,
       m.end_ground, m.released_at
from control_measure m
where m.person_id = any(%(persons)s) and m.series = any(%(series)s)
order by m.person_id, m.series, m.step
