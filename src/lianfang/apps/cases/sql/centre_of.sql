-- purpose: the centre for disease control that answers for an area: the nearest in it or above it
-- reads: areas_unit
-- writes: nothing
-- index: unit_once
-- idempotency: reads only
select uid, area
from areas_unit
where kind = 'cdc' and area = any (%(areas)s)
order by length(area) desc, id
limit 1
