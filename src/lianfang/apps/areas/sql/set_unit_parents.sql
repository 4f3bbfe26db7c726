-- purpose: hang units under the units above them
-- reads: unit_arriving (temporary), areas_unit
-- writes: areas_unit
-- index: unit_once, unit_uid_once
-- idempotency: only units whose parent differs are touched
update areas_unit u
set parent_id = p.id
from unit_arriving n
join areas_unit p on p.uid = n.parent_uid
where u.area = n.area and u.kind = n.kind and u.name = n.name
  and u.parent_id is distinct from p.id
