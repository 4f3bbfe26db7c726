-- purpose: write the units that are not there yet
-- reads: unit_arriving (temporary)
-- writes: areas_unit
-- index: unit_once
-- idempotency: area, kind and name are written once
insert into areas_unit (uid, kind, name, area)
select coalesce(u.uid, lianfang_uuid7()), u.kind, u.name, u.area
from unit_arriving u
on conflict (area, kind, name) do nothing
