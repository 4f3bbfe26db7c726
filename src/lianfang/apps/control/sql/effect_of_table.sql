-- purpose: what would change for those under measure today if another table held: by category, how many persons
-- reads: control_measure, policy_answer (temporary)
-- writes: nothing
-- index: measure_by_area (area range, ends_by); hashed for many
-- idempotency: reads only
--
-- A person's series ends with its last step; the table's answer ends with its last step, or is none.
with held as (
    select m.exposure_id, max(m.ends_on) as ends_on
    from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) m
    where m.ends_by > %(on)s and m.ended_at is null and m.disease = any(%(diseases)s)
    group by m.exposure_id
),
answered as (
    select case_id, min(category) as category,
           max(ends_on) filter (where measure is not null and not ended and ends_on > %(on)s) as ends_on
    from policy_answer
    group by case_id
)
select a.category,
       count(*) as persons,
       count(*) filter (where a.ends_on is null) as freed,
       count(*) filter (where a.ends_on < h.ends_on) as shorter,
       count(*) filter (where a.ends_on = h.ends_on) as same,
       count(*) filter (where a.ends_on > h.ends_on) as longer,
       coalesce(sum(greatest(coalesce(a.ends_on, %(on)s::date), %(on)s::date) - h.ends_on), 0) as days
from answered a
join held h on h.exposure_id = a.case_id
group by a.category
order by count(*) desc, a.category
