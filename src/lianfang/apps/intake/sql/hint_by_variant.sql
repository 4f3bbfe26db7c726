-- purpose: name persons whose valid number lies one slip away from the number of an open row, and whose name agrees
-- reads: intake_open, intake_variant, intake_taught (temporary), people_identitykey, people_person
-- writes: intake_hint (temporary)
-- index: people_identitykey primary key by digest
-- idempotency: numbers that were taught up to the round `since` were looked at before
insert into intake_hint (k, person_id, rule, rank)
select distinct o.k, coalesce(p.merged_into_id, p.id), 'id_one_off', 2
from intake_variant v
join intake_open o on o.k = v.k
join people_identitykey i on i.digest = v.digest
join people_person p on p.id = i.person_id
where p.name_key = o.name_key
  and (%(since)s < 0 or v.digest in (select digest from intake_taught where round > %(since)s))
