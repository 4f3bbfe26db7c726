-- purpose: the answers of two packs to the same cases side by side, one row per case and step
-- reads: policy_case, policy_answer, policy_upper_answer (temporary), policy_rule, policy_phase
-- writes: nothing
-- index: phase_step_once
-- idempotency: reads only
--
-- Cases to which both packs answer by the same two rows are one row of the comparison: the least specific case.
with pair as (
    select distinct on (c.exposure, coalesce(u.rule_id, 0), coalesce(l.rule_id, 0)) c.*
    from policy_case c
    join (select distinct case_id, rule_id from policy_upper_answer) u using (case_id)
    join (select distinct case_id, rule_id from policy_answer) l using (case_id)
    order by c.exposure, coalesce(u.rule_id, 0), coalesce(l.rule_id, 0),
             num_nonnulls(nullif(c.level, ''), nullif(c.occupation, ''), c.vaccinated, c.age), c.case_id
),
upper_side as (
    select a.case_id, a.step, a.category, a.measure, a.place, a.days, a.anchor, a.readings_per_day,
           a.calls_per_day, cardinality(a.test_dates) as tests, p.strictness, p.release, r.label, r.total_days,
           r.anchors[1] as anchor_word
    from policy_upper_answer a
    left join policy_rule r on r.id = a.rule_id
    left join policy_phase p on p.rule_id = a.rule_id and p.step = a.step
    where a.step > 0
),
lower_side as (
    select a.case_id, a.step, a.category, a.measure, a.place, a.days, a.anchor, a.readings_per_day,
           a.calls_per_day, cardinality(a.test_dates) as tests, p.strictness, p.release, r.label, r.total_days,
           r.anchors[1] as anchor_word
    from policy_answer a
    left join policy_rule r on r.id = a.rule_id
    left join policy_phase p on p.rule_id = a.rule_id and p.step = a.step
    where a.step > 0
)
select c.case_id, c.exposure, c.level, c.occupation, c.vaccinated, c.age,
       coalesce(u.step, l.step) as step, to_jsonb(u) as upper, to_jsonb(l) as lower
from pair c
join (select case_id, step from upper_side union select case_id, step from lower_side) s using (case_id)
left join upper_side u on u.case_id = c.case_id and u.step = s.step
left join lower_side l on l.case_id = c.case_id and l.step = s.step
order by c.case_id, step
