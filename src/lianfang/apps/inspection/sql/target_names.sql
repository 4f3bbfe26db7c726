-- purpose: names of targets: villages by code, units by uid
-- reads: areas_area, areas_unit
-- writes: nothing
-- index: area_code_current_once, unit_uid_once
-- idempotency: reads only
select code as target, name
from areas_area
where code = any (%(targets)s::text[]) and until_edition_id is null
union all
select uid::text, name
from areas_unit
where uid::text = any (%(targets)s::text[])
