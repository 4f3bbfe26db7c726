-- purpose: what lists say of a person's exposures, merged records included, newest first
-- reads: people_person, intake_exposure, intake_withdrawal, intake_batch
-- writes: nothing
-- index: withdrawal_once; people_person primary key, person_by_merge, foreign key index on intake_exposure.person_id
-- idempotency: reads only
select e.disease, e.area, e.kind, e.level, e.last_exposure, e.arrived, e.vaccinated, e.origin, kept.occupation,
       extract(year from age(%(on)s::date, kept.birth_date))::integer as age
from people_person kept
join people_person p on p.id = kept.id or p.merged_into_id = kept.id
join intake_exposure e on e.person_id = p.id
where kept.id = %(person_id)s
  and not exists (select from intake_withdrawal w where w.exposure_id = e.id)
order by e.happened_at desc, e.id desc
