-- purpose: persons under an order in force at the cut-off, each once; part: the strictest measure
-- reads: control_measure
-- writes: nothing
-- index: measure_by_area (area range, ends_by)
-- idempotency: a query
select distinct on (m.person_uid) 'person' as kind, m.person_uid::text as id, m.measure as part
from control_measure_as_known(%(lo)s, %(hi)s, %(known_at)s) m
where m.issued_at <= %(until_at)s
  and m.starts_on <= %(on_date)s and m.ends_on > %(on_date)s
  and (m.ended_at is null or m.ended_at > %(until_at)s)
order by m.person_uid, m.strictness desc, m.id desc
