-- purpose: write the officers of arriving assignments; a new name or telephone replaces the old
-- reads: assignment_arriving (temporary)
-- writes: areas_officer
-- index: officer_uid_once
-- idempotency: equal officers are left alone
insert into areas_officer (uid, name, phone_digest, phone_sealed)
select distinct on (officer_uid) officer_uid, officer_name, phone_digest, phone_sealed
from assignment_arriving
order by officer_uid, phone_digest nulls last
on conflict (uid) do update
set name = excluded.name,
    phone_digest = coalesce(excluded.phone_digest, areas_officer.phone_digest),
    phone_sealed = coalesce(excluded.phone_sealed, areas_officer.phone_sealed)
where (areas_officer.name, areas_officer.phone_digest)
      is distinct from (excluded.name, coalesce(excluded.phone_digest, areas_officer.phone_digest))
