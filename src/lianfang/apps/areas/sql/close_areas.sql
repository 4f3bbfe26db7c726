-- purpose: close the areas that a new edition no longer names or names otherwise
-- reads: area_change (temporary)
-- writes: areas_area
-- index: areas_area primary key
-- idempotency: closed rows are no longer current and so not compared again
update areas_area a
set until_edition_id = %(edition)s
from area_change c
where c.change in ('closed', 'changed') and a.id = c.old_id
