-- purpose: the areas directly below one
-- reads: areas_area
-- writes: nothing
-- index: area_code_current_once
-- idempotency: reads only
select code, name
from areas_area
where until_edition_id is null and code > %(lo)s and code < %(hi)s and level = %(level)s
order by code
