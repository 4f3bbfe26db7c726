-- purpose: persons for whom a first order of a series was issued in 24 hours; part: the strictest such measure
-- reads: control_measure
-- writes: nothing
-- index: measure_by_area
-- idempotency: a query
-- What happened before those hours but was recorded in them counts in them: no brief told it before.
select distinct on (m.person_uid) 'person' as kind, m.person_uid::text as id, m.measure as part
from control_measure m
where m.area >= %(lo)s and m.area < %(hi)s
  and m.issued_at <= %(until_at)s and m.recorded_at <= %(known_at)s and m.step = 1
  and (m.issued_at > %(since)s or (m.recorded_at > %(since)s and m.recorded_at <= %(until_at)s))
order by m.person_uid, m.strictness desc, m.id desc
