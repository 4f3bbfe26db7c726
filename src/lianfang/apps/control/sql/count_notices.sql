-- purpose: how many notices there are to print: the same as notices_of_area finds, counted
-- reads: control_measure, intake_exposure
-- writes: nothing
-- index: measure_by_area, primary keys
-- idempotency: reads only
select count(*) as notices
from control_measure m
left join intake_exposure e on e.id = m.exposure_id
where m.area >= %(lo)s and m.area < %(hi)s
  and case when %(released)s
           then m.released_at >= %(since)s
           else m.step = 1 and m.ended_at is null and m.issued_at >= %(since)s end
  and (%(batch)s::bigint is null or e.batch_id = %(batch)s)
