-- purpose: name persons who share a number or a telephone with an open row, but not enough to be matched
-- reads: intake_open, intake_variant, intake_taught (temporary), people_identitykey, people_person
-- writes: intake_hint (temporary)
-- index: people_identitykey primary key by digest; people_identitykey by person
-- idempotency: keys that were taught up to the round `since` were looked at before
--
-- id_other_name     the number agrees, the name does not: often a parent's number
-- id_one_off        a valid number one slip away from the written one belongs to a person of that name
-- phone_other_id    the telephone and the name agree, the valid numbers differ
-- phone_other_name  the telephone agrees, the name does not; not for rows with a valid number of their own
insert into intake_hint (k, person_id, rule, rank)
select distinct k, person_id, rule, rank
from (
    select o.k, coalesce(p.merged_into_id, p.id) as person_id, 'id_other_name' as rule, 1 as rank
    from intake_open o
    join people_identitykey i on i.digest = o.id_digest
    join people_person p on p.id = i.person_id
    where o.solid and o.rejecting = ''
      and (%(since)s < 0 or o.id_digest in (select digest from intake_taught where round > %(since)s))
    union all
    select o.k, coalesce(p.merged_into_id, p.id), 'id_one_off', 2
    from intake_open o
    join intake_variant v on v.k = o.k
    join people_identitykey i on i.digest = v.digest
    join people_person p on p.id = i.person_id
    where p.name_key = o.name_key
      and (%(since)s < 0 or v.digest in (select digest from intake_taught where round > %(since)s))
    union all
    select o.k, coalesce(p.merged_into_id, p.id),
           case when p.name_key = o.name_key then 'phone_other_id' else 'phone_other_name' end,
           case when p.name_key = o.name_key then 3 else 4 end
    from intake_open o
    cross join lateral unnest(o.phones) as phone (digest)
    join people_identitykey i on i.digest = phone.digest
    join people_person p on p.id = i.person_id
    where o.rejecting = '' and (not o.solid or p.name_key = o.name_key)
      and (%(since)s < 0 or phone.digest in (select digest from intake_taught where round > %(since)s))
) found
