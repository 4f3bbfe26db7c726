-- purpose: close the grids and buildings of re-coded places under their old code
-- reads: recoding_arriving (temporary)
-- writes: areas_area
-- index: area_code_current_once
-- idempotency: closed areas are left alone
update areas_area a
set until_edition_id = %(edition)s
from recoding_arriving n
where n.fresh and n.ground = 'below' and a.code = n.old_code and a.until_edition_id is null
