-- purpose: orders at home without a first visit whose person was met at the door by a record of the field
-- reads: control_observed (temporary), control_measure
-- writes: nothing
-- index: foreign key index on control_measure.person_id
-- idempotency: reads only
select m.id, m.uid, m.series, m.step, m.person_id, m.person_uid, m.area, m.disease, m.rule_id, m.measure, m.place,
       m.test_dates, m.starts_on, m.ordered_until, m.ends_on, m.issued_at, m.served_at, m.visited_at, m.ended_at,
       m.end_ground, m.released_at, met.happened_at as met_at
from control_measure m
join lateral (
    select o.happened_at
    from control_observed o
    where o.person_id = m.person_id and o.reason is null and o.fate = 'met' and o.kind in ('knock', 'visit') and o.outcome = 'reached'
      and m.issued_at <= o.happened_at and m.duties_from <= o.on_date and m.ends_on > o.on_date
    order by o.happened_at
    limit 1
) met on true
where m.person_id in (select person_id from control_observed where fate = 'met')
  and m.visited_at is null and m.ended_at is null and m.place = any(%(places_at_home)s)
for update of m
