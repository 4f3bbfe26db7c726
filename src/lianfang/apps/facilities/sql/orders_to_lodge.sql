-- purpose: of some persons the order in force that sends each to a place, the strictest, with its source
-- reads: control_measure, intake_exposure
-- writes: nothing
-- index: foreign key index on person_id; primary key of intake_exposure
-- idempotency: a query
select distinct on (measure.person_uid)
       measure.person_uid::text as person, measure.id as measure_id,
       case when exposure.id is null then '' else 'batch:' || exposure.batch_id || ':' || exposure.origin end as source
from control_measure measure
left join intake_exposure exposure on exposure.id = measure.exposure_id
where measure.person_id = any (%(persons)s) and measure.place = any (%(places)s)
  and measure.ended_at is null and measure.starts_on <= %(on)s and measure.ends_on > %(on)s
order by measure.person_uid, measure.strictness desc, measure.id
