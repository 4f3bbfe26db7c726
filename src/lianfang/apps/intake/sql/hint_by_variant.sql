-- purpose: name persons whose valid number lies one slip away from the number of an open row, and whose name agrees
-- reads: intake_open, intake_variant, intake_taught (temporary), people_identitykey, people_person
-- writes: intake_hint (temporary)
-- index: people_identitykey primary key by digest, people_person primary key, looked up row by row (`offset 0`)
-- idempotency: numbers that were taught up to the round `since` were looked at before
insert into intake_hint (k, person_id, rule, rank)
select distinct o.k, coalesce(p.merged_into_id, p.id), 'id_one_off', 2
from intake_variant v
join intake_open o on o.k = v.k
cross join lateral (
    select i.person_id from people_identitykey i where i.digest = v.digest offset 0
) i
cross join lateral (select * from people_person p where p.id = i.person_id offset 0) p
where p.name_key = o.name_key
  and (%(since)s < 0 or v.digest in (select digest from intake_taught where round > %(since)s))
