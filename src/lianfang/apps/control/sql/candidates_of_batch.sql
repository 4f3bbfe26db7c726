-- purpose: the exposures of a batch that no order answers yet, with the person kept after merges
-- reads: intake_exposure, intake_withdrawal, people_person, control_measure
-- writes: control_candidate (temporary)
-- index: withdrawal_once; foreign key index on intake_exposure.batch_id; measure_once_per_exposure; people_person primary key
-- idempotency: an exposure with an order is no candidate
insert into control_candidate
    (case_id, exposure_id, person_id, person_uid, area, disease, kind, level, last_exposure, arrived, occupation,
     vaccinated, age, deceased)
select e.id, e.id, coalesce(kept.id, p.id), coalesce(kept.uid, p.uid), e.area, e.disease, e.kind, e.level,
       e.last_exposure, e.arrived, coalesce(kept.occupation, p.occupation), e.vaccinated,
       extract(year from age(%(on)s::date, coalesce(kept.birth_date, p.birth_date)))::integer,
       coalesce(kept.state, p.state) = 'deceased'
from intake_exposure e
join people_person p on p.id = e.person_id
left join people_person kept on kept.id = p.merged_into_id
where e.batch_id = %(batch_id)s
  and not exists (select from intake_withdrawal w where w.exposure_id = e.id)
  and not exists (select from control_measure m where m.exposure_id = e.id)
