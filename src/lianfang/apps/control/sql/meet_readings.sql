-- purpose: what the slot of each reading holds already; another value of somebody else's, or of later, is a conflict
-- reads: control_observed (temporary), control_reading
-- writes: control_observed (temporary)
-- index: reading_once_per_slot, reading_repeated (person, on_date, slot)
-- idempotency: rows with a reason or a fate are left alone
with known as (
    select distinct on (o.k) o.k, r.uid, r.by, r.happened_at, r.celsius, r.symptoms
    from control_observed o
    join control_reading r on r.person_id = o.person_id and r.on_date = o.on_date and r.slot = o.slot
    where o.reason is null and o.fate is null and o.celsius is not null
    order by o.k, r.id desc
)
update control_observed o
set other_uid = known.uid,
    other_by = known.by,
    other_at = known.happened_at,
    other_value = concat_ws(' ', known.celsius, nullif(known.symptoms, '')),
    fate = case when (known.celsius, known.symptoms) is distinct from (o.celsius, o.symptoms)
                 and (known.by <> %(by)s or known.happened_at > o.happened_at + %(tolerated)s)
                 and known.uid is distinct from o.over_uid then 'conflict' end
from known
where known.k = o.k
