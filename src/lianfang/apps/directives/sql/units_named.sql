-- purpose: units of an area whose name is, or ends with, a name as written
-- reads: areas_unit
-- writes: nothing
-- index: reads the units of the area
-- idempotency: a query
select asked.name as asked, unit.uid, unit.name, unit.area
from areas_unit unit
join unnest(%(names)s::text[]) as asked(name) on right(unit.name, length(asked.name)) = asked.name
where unit.area >= %(lo)s and unit.area < %(hi)s
order by asked.name, length(unit.name), unit.name
