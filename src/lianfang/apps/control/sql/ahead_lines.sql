-- purpose: what an issue would order: by category and step of the table, how many exposures, and of whom it asks more
-- reads: policy_answer, control_candidate (temporary)
-- writes: nothing
-- index: none
-- idempotency: reads only
select a.category, a.step, coalesce(a.measure, '') as measure, coalesce(a.place, '') as place,
       coalesce(a.days, 0) as days, count(*) as exposures,
       count(*) filter (where c.kind = any(%(stricter)s::text[])) as stricter,
       case when a.step = 0 then a.basis else '' end as why
from policy_answer a
join control_candidate c using (case_id)
where a.step = 0 or (a.ends_on > %(on)s and not a.ended)
group by a.category, a.step, a.measure, a.place, a.days, why
order by a.step = 0, a.category, a.step, count(*) desc
