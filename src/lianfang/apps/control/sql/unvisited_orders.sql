-- purpose: orders in force over a person at home whose first visit is not recorded yet
-- reads: control_measure
-- writes: nothing
-- index: foreign key index on person_id
-- idempotency: reads only
select m.id, m.uid, m.series, m.step, m.person_id, m.person_uid, m.area, m.disease, m.rule_id, m.measure, m.place,
       m.test_dates, m.starts_on, m.ordered_until, m.ends_on, m.issued_at, m.served_at, m.visited_at, m.ended_at,
       m.end_ground, m.released_at
from control_measure m
where m.person_id = %(person_id)s and m.visited_at is null and m.ended_at is null and m.issued_at <= %(happened_at)s
  and m.place = any(%(places_at_home)s) and m.duties_from <= %(on_date)s and m.ends_on > %(on_date)s
for update
