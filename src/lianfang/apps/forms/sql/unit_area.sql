-- purpose: where a unit stands
-- reads: areas_unit
-- writes: nothing
-- index: unit_uid_once
-- idempotency: reads only
select area, kind, name
from areas_unit
where uid = %(unit)s
