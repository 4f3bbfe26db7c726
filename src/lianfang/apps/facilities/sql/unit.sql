-- purpose: a unit by its uid: number, kind, name, area
-- reads: areas_unit
-- writes: nothing
-- index: unit_uid_once
-- idempotency: a query
select id, uid, kind, name, area
from areas_unit
where uid = %(uid)s
