-- purpose: write the documents and telephones of persons just written
-- reads: identity_arriving (temporary), person_arriving (temporary)
-- writes: people_identitykey
-- index: people_identitykey primary key, filled in its own order
-- idempotency: a fresh person has no keys yet
insert into people_identitykey (digest, person_id, kind, sealed, recorded_at)
select distinct on (i.digest, a.person_id) i.digest, a.person_id, i.kind, i.sealed, %(at)s
from identity_arriving i
join person_arriving a on a.uid = i.person_uid
where a.fresh
order by i.digest, a.person_id
