-- purpose: orders in force over persons whose exposures are still contested, those of earlier rounds among them
-- reads: control_measure, control_contest (temporary)
-- writes: control_held (temporary)
-- index: foreign key index on person_id, or hashed for many
-- idempotency: the caller empties control_held first
insert into control_held (measure_id, series, person_id, disease, strictness, begins_on, duties_from, ends_on)
select m.id, m.series, m.person_id, m.disease, m.strictness,
       min(m.duties_from) over (partition by m.series), m.duties_from, m.ends_on
from control_measure m
where m.ended_at is null and m.ends_on > %(on)s
  and (m.person_id, m.disease) in (select person_id, disease from control_contest)
