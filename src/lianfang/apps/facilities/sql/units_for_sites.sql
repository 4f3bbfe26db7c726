-- purpose: units of the kinds that hold people apart, in an area range, that are no site yet
-- reads: areas_unit, facilities_site
-- writes: nothing
-- index: unit_once
-- idempotency: a query
select unit.uid, unit.name
from areas_unit unit
where unit.area >= %(lo)s and unit.area < %(hi)s and unit.kind = any (%(kinds)s)
  and (%(own)s::uuid is null or unit.uid = %(own)s)
  and not exists (select from facilities_site site where site.unit_id = unit.id)
order by unit.area, unit.name
limit 200
