-- purpose: hand the exposures that orders in force answer today to policy, to be assessed by another table
-- reads: control_measure, intake_exposure, people_person
-- writes: policy_case (temporary)
-- index: measure_by_area (area range, ends_by), intake_exposure and people_person primary keys; hashed for many
-- idempotency: the caller empties policy_case first
insert into policy_case (case_id, exposure, level, last_exposure, arrived, occupation, vaccinated, age)
select e.id, e.kind, e.level, e.last_exposure, e.arrived, p.occupation, e.vaccinated,
       extract(year from age(%(on)s::date, p.birth_date))::integer
from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) m
join intake_exposure e on e.id = m.exposure_id
join people_person p on p.id = m.person_id
where m.ends_by > %(on)s and m.duties_from <= %(on)s and m.ends_on > %(on)s
  and m.ended_at is null and m.disease = any(%(diseases)s)
