-- purpose: open the areas that a new edition brings or names otherwise
-- reads: area_change (temporary)
-- writes: areas_area
-- index: area_code_current_once refuses a second current row of a code
-- idempotency: only what differs is opened
insert into areas_area (code, level, name, name_key, population, households, from_edition_id)
select code, level, name, name_key, population, households, %(edition)s
from area_change
where change in ('opened', 'changed')
order by code
