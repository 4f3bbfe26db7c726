-- purpose: names of the current areas of a range
-- reads: areas_area
-- writes: nothing
-- index: area_code_current_once
-- idempotency: reads only
select code, level, name, name_key
from areas_area
where until_edition_id is null and code >= %(lo)s and code < %(hi)s
order by code
