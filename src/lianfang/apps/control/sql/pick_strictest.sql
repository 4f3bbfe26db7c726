-- purpose: of each person's contested exposures, the one with the strictest and then the longest measure
-- reads: control_contest (temporary)
-- writes: control_pick (temporary)
-- index: none
-- idempotency: the caller empties control_pick first
insert into control_pick (case_id)
select distinct on (person_id, disease) case_id
from (
    select case_id, person_id, disease, max(strictness) as strictness, max(ends_on) as ends_on
    from control_contest
    group by case_id, person_id, disease
) contested
order by person_id, disease, strictness desc, ends_on desc, case_id
