-- purpose: first orders of series in force whose notice waits, or orders released since a moment, of a list or of all, a chunk by number
-- reads: control_measure, control_measureevent, intake_exposure
-- writes: nothing
-- index: measure_by_area, primary keys, foreign key index on measure_id
-- idempotency: reads only
select m.id, m.uid, m.series, m.step, m.person_id, m.person_uid, m.area, m.disease, m.rule_id, m.measure, m.place,
       m.test_dates, m.starts_on, m.ordered_until, m.ends_on, m.issued_at, m.served_at, m.visited_at, m.ended_at,
       m.end_ground, m.released_at, m.issuer, m.readings_per_day, m.approval ->> 'approved_by' as approved_by,
       m.approval ->> 'reason' as approval_reason, e.last_exposure,
       array(select jsonb_array_elements_text(v.details -> 'officers') from control_measureevent v
             where v.measure_id = m.id and v.kind = 'served' and v.details -> 'officers' is not null) as officers
from control_measure m
left join intake_exposure e on e.id = m.exposure_id
where m.area >= %(lo)s and m.area < %(hi)s and m.id > %(after)s
  and case when %(released)s
           then m.released_at >= %(since)s
           else m.step = 1 and m.ended_at is null and m.issued_at >= %(since)s end
  and (%(batch)s::bigint is null or e.batch_id = %(batch)s)
order by m.id
limit %(most)s
