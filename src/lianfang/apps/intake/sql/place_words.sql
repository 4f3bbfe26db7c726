-- purpose: names of areas for reading addresses: all the country down to towns, the home county whole
-- reads: areas_area
-- writes: nothing
-- index: area_code_current_once
-- idempotency: reads only
select code, name
from areas_area
where until_edition_id is null and (level <= 4 or (code >= %(lo)s and code < %(hi)s))
