-- purpose: sealed telephones of some officers
-- reads: areas_officer
-- writes: nothing
-- index: officer_uid_once
-- idempotency: reads only
select uid, phone_sealed
from areas_officer
where uid = any (%(officers)s) and phone_sealed is not null
