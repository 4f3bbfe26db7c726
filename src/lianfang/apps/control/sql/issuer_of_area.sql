-- purpose: the headquarters that decides for a place: the nearest one of the place or of an area above it
-- reads: areas_unit
-- writes: nothing
-- index: unit_once (area, kind, name)
-- idempotency: reads only
select name
from areas_unit
where kind = 'headquarters' and area = any(%(areas)s)
order by length(area) desc, id
limit 1
