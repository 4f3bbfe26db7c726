-- purpose: what becomes of each reading: first of its slot, repeating one with another value, or known already
-- reads: control_observed (temporary), control_reading
-- writes: control_observed (temporary)
-- index: reading_once_per_slot, reading_repeated (person, on_date, slot)
-- idempotency: a reading written before is unchanged
with asked as (
    select distinct person_id, on_date, slot
    from control_observed
    where reason is null and fate is null and celsius is not null
),
known as (
    select distinct on (r.person_id, r.on_date, r.slot) r.person_id, r.on_date, r.slot, r.celsius, r.symptoms
    from (
        select first.person_id, first.on_date, first.slot, first.celsius, first.symptoms, first.id
        from control_reading first
        join asked using (person_id, on_date, slot)
        where not first.repeats
        union all
        select later.person_id, later.on_date, later.slot, later.celsius, later.symptoms, later.id
        from control_reading later
        join asked using (person_id, on_date, slot)
        where later.repeats
    ) r
    order by r.person_id, r.on_date, r.slot, r.id desc
),
lined as (
    select o.k, o.celsius, o.symptoms, row_number() over line = 1 as leads, known.person_id is not null as read_before,
           coalesce(lag(o.celsius) over line, known.celsius) as celsius_before,
           coalesce(lag(o.symptoms) over line, known.symptoms) as symptoms_before
    from control_observed o
    left join known using (person_id, on_date, slot)
    where o.reason is null and o.fate is null and o.celsius is not null
    window line as (partition by o.person_id, o.on_date, o.slot order by o.k)
)
update control_observed o
set fate = case when lined.celsius = celsius_before and lined.symptoms = symptoms_before then 'unchanged'
                when leads and not read_before then 'first'
                else 'repeats' end
from lined
where o.k = lined.k
