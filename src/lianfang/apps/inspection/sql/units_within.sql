-- purpose: units of an area that keep a roster: name and uid, in the order of areas
-- reads: areas_unit
-- writes: nothing
-- index: unit_once (area first)
-- idempotency: reads only
select uid, kind, name, area
from areas_unit
where area >= %(lo)s and area < %(hi)s and (%(own)s::uuid is null or uid = %(own)s)
order by kind in ('village_committee', 'enterprise', 'department'), area, name
limit %(most)s
