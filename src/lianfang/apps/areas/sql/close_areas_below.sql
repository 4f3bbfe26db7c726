-- purpose: close grids and buildings of areas that a new edition closed, below the levels it speaks of
-- reads: area_change (temporary)
-- writes: areas_area
-- index: area_code_current_once (prefix range per closed area)
-- idempotency: closed rows are no longer current
update areas_area a
set until_edition_id = %(edition)s
from area_change c
where c.change = 'closed'
  and a.until_edition_id is null
  and a.level > %(deepest)s
  and a.code > c.code and a.code < c.code || ':'
