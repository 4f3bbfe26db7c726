-- purpose: persons released in 24 hours; part: the strictest measure they were released from
-- reads: control_measure, control_measureevent
-- writes: nothing
-- index: measure_event_by_area (area range, recorded_at); primary key of control_measure
-- idempotency: a query
-- What happened before those hours but was recorded in them counts in them: no brief told it before.
select distinct on (m.person_uid) 'person' as kind, m.person_uid::text as id, m.measure as part
from control_measureevent v
join control_measure m on m.id = v.measure_id
where v.area >= %(lo)s and v.area < %(hi)s and v.kind = 'released'
  and v.happened_at <= %(until_at)s and v.recorded_at > %(since)s and v.recorded_at <= %(known_at)s
  and (v.happened_at > %(since)s or v.recorded_at <= %(until_at)s)
order by m.person_uid, m.strictness desc, m.id desc
