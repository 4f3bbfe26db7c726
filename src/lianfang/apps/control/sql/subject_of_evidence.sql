-- purpose: the record that an observation of a person on a day belongs to: that under an order (of its disease first), else
--   the person kept
-- reads: people_person, control_measure
-- writes: nothing
-- index: person_uid_once, people_person primary key, person_by_merge, foreign key index on control_measure.person_id
-- idempotency: reads only
select p.id as person_id, kept.uid as person_uid, coalesce(m.area, kept.area) as area, m.id as measure_id
from people_person kept
join people_person p on p.id = kept.id or p.merged_into_id = kept.id
left join control_measure m on m.person_id = p.id and m.duties_from <= %(on_date)s and m.ends_on > %(on_date)s
where kept.uid = %(uid)s and kept.merged_into_id is null
order by m.id is null, m.disease is distinct from %(disease)s, m.ended_at desc nulls first, m.strictness desc, m.id desc, p.id = kept.id desc
limit 1
