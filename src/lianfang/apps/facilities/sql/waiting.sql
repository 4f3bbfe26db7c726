-- purpose: who is ordered to a place on a day and has no room yet: the strictest order, source, household, age,
--   and whether care for a disabled person is still needed
-- reads: control_measure, people_person, intake_exposure, facilities_lodging, facilities_need,
--   facilities_needevent
-- writes: nothing
-- index: measure_by_area; primary keys; person_one_room
-- idempotency: a query
select distinct on (measure.person_id)
       measure.person_uid::text as person, measure.person_id, measure.id as measure_id, measure.area,
       case when exposure.id is null then '' else 'batch:' || exposure.batch_id || ':' || exposure.origin end as source,
       coalesce(person.household_id, 0) as household, person.birth_date,
       exists (
           select from facilities_need need
           where need.person_id = measure.person_id and need.kind = 'disabled' and need.happened_at <= %(at)s
             and not exists (
                 select from facilities_needevent over
                 where over.need_id = need.id and over.kind = 'ended' and over.happened_at <= %(at)s
             )
       ) as accessible, measure.issued_at
from control_measure measure
join people_person person on person.id = measure.person_id
left join intake_exposure exposure on exposure.id = measure.exposure_id
where measure.area >= %(lo)s and measure.area < %(hi)s and measure.place = any (%(places)s)
  and measure.ended_at is null and measure.starts_on <= %(on)s and measure.ends_on > %(on)s
  and not exists (
      select from facilities_lodging stay
      where stay.person_id = measure.person_id and stay.during @> %(at)s
  )
order by measure.person_id, measure.strictness desc, measure.id
