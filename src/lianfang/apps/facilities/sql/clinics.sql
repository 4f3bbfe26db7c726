-- purpose: units of some kinds in an area range, by name
-- reads: areas_unit
-- writes: nothing
-- index: unit_once
-- idempotency: a query
select uid, name
from areas_unit
where area >= %(lo)s and area < %(hi)s and kind = any (%(kinds)s) and (%(own)s::uuid is null or uid = %(own)s)
order by area, name
limit 200
