-- purpose: the phases of candidates whose person has another order in force, or another candidate, of the disease
-- reads: policy_answer, control_candidate, control_held (temporary), policy_phase
-- writes: control_contest (temporary)
-- index: phase_step_once
-- idempotency: the caller empties control_contest first
with answered as materialized (
    select c.case_id, c.person_id, c.disease
    from policy_answer a
    join control_candidate c on c.case_id = a.case_id
    where a.step = 1 and not a.ended
),
contested as (
    select person_id, disease from control_held
    union
    select person_id, disease from answered group by person_id, disease having count(*) > 1
)
insert into control_contest (case_id, person_id, disease, step, strictness, starts_on, ends_on)
select c.case_id, c.person_id, c.disease, a.step, p.strictness, a.starts_on, a.ends_on
from answered c
join contested using (person_id, disease)
join policy_answer a on a.case_id = c.case_id and a.ends_on > %(on)s
join policy_phase p on p.rule_id = a.rule_id and p.step = a.step
