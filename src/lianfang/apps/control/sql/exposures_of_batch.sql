-- purpose: how many exposures a batch has, how many of them have an order, how many persons of them have died
-- reads: intake_exposure, people_person, control_measure
-- writes: nothing
-- index: foreign key index on intake_exposure.batch_id; measure_once_per_exposure
-- idempotency: reads only
select count(*) as exposures,
       count(*) filter (where ordered) as ordered_before,
       count(*) filter (where not ordered and state = 'deceased') as deceased
from (
    select coalesce(kept.state, p.state) as state,
           exists (select from control_measure m where m.exposure_id = e.id) as ordered
    from intake_exposure e
    join people_person p on p.id = e.person_id
    left join people_person kept on kept.id = p.merged_into_id
    where e.batch_id = %(batch_id)s
) told
