-- purpose: units of an area by their uids, or by a part of their name
-- reads: areas_unit
-- writes: nothing
-- index: unit_uid_once; reads the units of the area
-- idempotency: a query
select unit.uid, unit.kind, unit.name, unit.area
from areas_unit unit
where unit.area >= %(lo)s and unit.area < %(hi)s
  and (unit.uid = any (%(uids)s::text::uuid[]) or (%(text)s <> '' and position(%(text)s in unit.name) > 0))
order by unit.area, unit.name
limit %(most)s
