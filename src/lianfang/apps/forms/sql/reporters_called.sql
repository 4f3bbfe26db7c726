-- purpose: places and units that are called so, wherever they are
-- reads: areas_area, areas_unit
-- writes: nothing
-- index: none: both tables are read through, as seldom as somebody types a name
-- idempotency: reads only
select code as reporter, code as area
from areas_area
where name = %(called)s and until_edition_id is null
union all
select uid::text, area
from areas_unit
where name = %(called)s
