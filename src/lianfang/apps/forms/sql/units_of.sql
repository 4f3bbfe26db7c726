-- purpose: units by their uids: kind, name, area
-- reads: areas_unit
-- writes: nothing
-- index: unit_uid_once
-- idempotency: reads only
select uid, kind, name, area
from areas_unit
where uid = any (%(units)s::uuid[])
