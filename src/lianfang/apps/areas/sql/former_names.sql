-- purpose: the last names of some areas that a later table closed
-- reads: areas_area
-- writes: nothing
-- index: area_closed_by_code
-- idempotency: reads only
select distinct on (code) code, name
from areas_area
where until_edition_id is not null and code = any (%(codes)s)
order by code, until_edition_id desc
