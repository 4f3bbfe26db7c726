-- purpose: write the documents and telephones that known persons do not have yet
-- reads: identity_arriving (temporary), person_arriving (temporary)
-- writes: people_identitykey
-- index: people_identitykey primary key
-- idempotency: a key is written once per person
insert into people_identitykey (digest, person_id, kind, sealed, recorded_at)
select i.digest, a.person_id, i.kind, i.sealed, %(at)s
from identity_arriving i
join (
    select uid, person_id
    from person_arriving
    group by uid, person_id
    having not bool_or(fresh)
) a on a.uid = i.person_uid
order by i.digest, a.person_id
on conflict (digest, person_id) do nothing
