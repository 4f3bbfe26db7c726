-- purpose: the observations at hand that were written and must be told: fever or symptoms, a positive result
-- reads: control_observed (temporary), people_person
-- writes: nothing
-- index: people_person primary key
-- idempotency: reads only
select coalesce(kept.uid, p.uid) as person, o.area, o.happened_at, o.result is not distinct from 'positive' as positive
from control_observed o
join people_person p on p.id = o.person_id
left join people_person kept on kept.id = p.merged_into_id
where o.fate in ('first', 'repeats') and o.reason is null
  and (o.celsius >= %(fever)s or o.symptoms <> '' or o.result = 'positive')
order by o.k
