-- purpose: write one order per phase that the picked still have
-- reads: policy_answer, control_candidate, control_contest, control_pick (temporary), policy_phase
-- writes: control_measure
-- index: phase_step_once
-- idempotency: measure_once_per_exposure refuses a second order for an exposure's step
insert into control_measure
    (series, step, last, person_id, person_uid, area, disease, exposure_id, rule_id, category, measure, place,
     strictness, readings_per_day, calls_per_day, test_dates, starts_on, ordered_until, issuer, approval, issued_at,
     recorded_at, duties_from, ends_on, ends_by, end_ground)
select c.series, a.step, a.last, c.person_id, c.person_uid, c.area, c.disease, c.exposure_id, a.rule_id, a.category,
       a.measure, a.place, p.strictness, a.readings_per_day, a.calls_per_day, a.test_dates, p.starts_on, p.ends_on,
       %(issuer)s, case when c.kind = any(%(stricter)s::text[]) then %(approval)s::jsonb end, %(at)s, %(at)s, p.starts_on,
       p.ends_on, p.ends_on, ''
from control_contest p
join control_pick using (case_id)
join control_candidate c on c.case_id = p.case_id
join policy_answer a on a.case_id = p.case_id and a.step = p.step
