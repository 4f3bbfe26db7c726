-- purpose: orders by their numbers, each with the condition of release that its phase names
-- reads: control_measure, policy_phase
-- writes: nothing
-- index: control_measure primary key; phase_step_once
-- idempotency: reads only
select m.id, m.uid, m.series, m.step, m.person_id, m.person_uid, m.area, m.disease, m.rule_id, m.measure, m.place,
       m.test_dates, m.starts_on, m.ordered_until, m.ends_on, m.issued_at, m.served_at, m.visited_at, m.ended_at,
       m.end_ground, m.released_at, p.release as condition
from control_measure m
join policy_phase p on p.rule_id = m.rule_id and p.step = m.step
where m.id = any(%(measures)s)
order by m.id
