-- purpose: write one order per phase of the candidates that meet no other order
-- reads: policy_answer, control_candidate, control_contest (temporary), policy_phase
-- writes: control_measure
-- index: phase_step_once
-- idempotency: measure_once_per_exposure refuses a second order for an exposure's step
insert into control_measure
    (series, step, last, person_id, person_uid, area, disease, exposure_id, rule_id, category, measure, place,
     strictness, readings_per_day, calls_per_day, test_dates, starts_on, ordered_until, issuer, approval, issued_at,
     recorded_at, duties_from, ends_on, ends_by, end_ground)
select c.series, a.step, a.last, c.person_id, c.person_uid, c.area, c.disease, c.exposure_id, a.rule_id, a.category,
       a.measure, a.place, p.strictness, a.readings_per_day, a.calls_per_day, a.test_dates, a.starts_on, a.ends_on,
       %(issuer)s, case when c.kind = any(%(stricter)s::text[]) then %(approval)s::jsonb end, %(at)s, %(at)s, a.starts_on,
       a.ends_on, a.ends_on, ''
from policy_answer a
join control_candidate c on c.case_id = a.case_id
join policy_phase p on p.rule_id = a.rule_id and p.step = a.step
where a.ends_on > %(on)s and not a.ended
  and a.case_id not in (select case_id from control_contest)
