-- purpose: hand the candidates to policy for assessment
-- reads: control_candidate (temporary)
-- writes: policy_case (temporary)
-- index: none
-- idempotency: the caller empties policy_case first
insert into policy_case (case_id, exposure, level, last_exposure, arrived, occupation, vaccinated, age)
select case_id, kind, level, last_exposure, arrived, occupation, vaccinated, age
from control_candidate
