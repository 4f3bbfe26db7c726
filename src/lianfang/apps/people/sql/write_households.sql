-- purpose: write the households that are not there yet, at the address of their first arriving person
-- reads: person_arriving (temporary)
-- writes: people_household
-- index: household_uid_once
-- idempotency: a known household stays as it is
insert into people_household (uid, area, address)
select distinct on (household_uid) household_uid, area, address
from person_arriving
where fresh and household_uid is not null
order by household_uid
on conflict (uid) do nothing
