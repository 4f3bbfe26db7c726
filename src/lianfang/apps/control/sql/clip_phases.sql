-- purpose: let phases of the picked begin where stricter orders in force end; equal ones that last as long suffice
-- reads: control_pick, control_held (temporary)
-- writes: control_contest (temporary)
-- index: none
-- idempotency: a phase is moved at most to the same day again
update control_contest phase
set starts_on = held.ends_on
from (
    select p.case_id, p.step, max(h.ends_on) as ends_on
    from control_contest p
    join control_pick using (case_id)
    join control_held h on h.person_id = p.person_id and h.disease = p.disease
    where h.begins_on <= greatest(p.starts_on, %(on)s) and h.ends_on > p.starts_on
      and (h.strictness > p.strictness or (h.strictness = p.strictness and h.ends_on >= p.ends_on))
    group by p.case_id, p.step
) held
where phase.case_id = held.case_id and phase.step = held.step
