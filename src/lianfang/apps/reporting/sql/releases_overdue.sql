-- purpose: persons whose period has run out and who were not released by the cut-off; part: the strictest measure
-- reads: control_measure
-- writes: nothing
-- index: measure_by_area (area range, ends_by)
-- idempotency: a query
-- Only the last order of a series ends with a release; who is under another order is not waiting for one.
select distinct on (m.person_uid) 'person' as kind, m.person_uid::text as id, m.measure as part
from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) m
where m.last and m.ends_on <= %(on_date)s
  and m.end_ground not in ('revoked', 'superseded')
  and (m.released_at is null or m.released_at > %(until_at)s)
order by m.person_uid, m.strictness desc, m.id desc
