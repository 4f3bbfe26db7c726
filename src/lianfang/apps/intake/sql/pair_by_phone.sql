-- purpose: pair open rows with persons who share a telephone
-- reads: intake_open, intake_match, intake_taught (temporary), people_identitykey, people_person
-- writes: intake_pair (temporary)
-- index: people_identitykey primary key by digest, people_person primary key, looked up row by row (`offset 0`);
--   people_identitykey by person
-- idempotency: the caller empties intake_pair
--
-- phone_name         the telephone and the name agree
-- phone_sound        the telephone and the sound of the name agree, sex and birth date do not differ
-- phone_close_birth  the telephone and the birth date agree, the name is one slip away
-- Not if both sides have a valid number of the same kind and the numbers differ. Too weak to match (rank 10 and
-- more, hints):
-- phone_other_id     the telephone and the sound of the name agree, the valid numbers differ
-- phone_other_name   the telephone agrees, the name does not; not for rows with a valid number of their own
-- Since a round: only telephones that somebody was taught after it.
insert into intake_pair (k, person_id, rule, rank, area)
select k, person_id, rule,
       case rule when 'phone_name' then 1 when 'phone_sound' then 2 when 'phone_close_birth' then 3
                 when 'phone_other_id' then 13 else 14 end,
       area
from (
    select o.k,
           coalesce(p.merged_into_id, p.id) as person_id,
           case when p.merged_into_id is null then p.area
                else (select kept.area from people_person kept where kept.id = p.merged_into_id) end as area,
           case
               when p.name_key <> o.name_key and not coalesce(p.birth_date = o.birth_date, false)
                   then case when not o.solid then 'phone_other_name' end
               when o.solid and lianfang_other_number(p.id, o.id_kind, o.id_digest)
                   then case when p.name_key = o.name_key then 'phone_other_id' end
               when p.name = o.name then 'phone_name'
               when p.name_key = o.name_key
                    and (o.sex is null or p.sex in ('', o.sex))
                    and (o.birth_date is null or p.birth_date is null or p.birth_date = o.birth_date)
                   then 'phone_sound'
               when p.birth_date = o.birth_date and lianfang_one_slip(p.name, o.name) then 'phone_close_birth'
               when not o.solid then 'phone_other_name'
           end as rule
    from (
        select k, name, name_key, birth_date, sex, id_kind, id_digest, solid, phone.digest
        from intake_open
        cross join lateral unnest(phones) as phone (digest)
        where rejecting = ''
          and not exists (select from intake_match m where m.k = intake_open.k)
          and (%(since)s < 0 or phone.digest in (select digest from intake_taught where round > %(since)s))
        order by phone.digest
    ) o
    cross join lateral (
        select i.person_id from people_identitykey i where i.digest = o.digest offset 0
    ) i
    cross join lateral (select * from people_person p where p.id = i.person_id offset 0) p
) found
where rule is not null
