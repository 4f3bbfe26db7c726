-- purpose: match rows whose identity number is registered for a person of that name; else point to the person
-- reads: intake_open, intake_taught (temporary), people_identitykey, people_person
-- writes: intake_match, intake_hint (temporary)
-- index: people_identitykey primary key by digest, people_person primary key; looked up row by row (`offset 0`), so
--   that a chunk costs what it holds, not what the register holds; numbers in the order of the digests and persons
--   in the order of theirs, so that neighbours are found on the same page
-- idempotency: the caller opens only rows that are not matched yet
--
-- id_name   the number and the name agree
-- id_sound  the number agrees, the name sounds the same (typed by pinyin, or written in pinyin)
-- id_close  the number agrees, the name of three or more characters is one slip away
-- The last two only if nobody in the person's village bears the name as written: a sister's number, whose name
-- sounds alike, is not taken for one's own.
-- id_other_name  (a hint) a valid number agrees, the name does not: often a parent's number
-- Since a round: only numbers that somebody was taught after it.
-- A number whose X was restored counts only with the name or its sound. Two persons: `several`.
with found as materialized (
    select o.k, o.solid,
           coalesce(p.merged_into_id, p.id) as person_id,
           case when p.merged_into_id is null then p.area
                else (select kept.area from people_person kept where kept.id = p.merged_into_id) end as area,
           case
               when o.name is null then null
               when p.name = o.name then 'id_name'
               when not (p.name_key = o.name_key or o.solid and lianfang_one_slip(p.name, o.name)) then null
               when exists (
                   select
                   from people_person q
                   where q.name_key = o.name_key and q.area >= left(p.area, 12) and q.area < left(p.area, 12) || ':'
                     and q.name = o.name
               ) then null
               when p.name_key = o.name_key then 'id_sound'
               else 'id_close'
           end as rule
    from (
        select s.k, s.name, s.name_key, s.solid, i.person_id
        from (
            select k, name, name_key, solid, id_digest
            from intake_open
            where rejecting = '' and id_digest is not null
              and (%(since)s < 0 or id_digest in (select digest from intake_taught where round > %(since)s))
            order by id_digest
        ) s
        cross join lateral (
            select i.person_id from people_identitykey i where i.digest = s.id_digest offset 0
        ) i
        order by i.person_id
    ) o
    cross join lateral (select * from people_person p where p.id = o.person_id offset 0) p
),
pointed as (
    insert into intake_hint (k, person_id, rule, rank)
    select k, person_id, 'id_other_name', 1 from found where rule is null and solid
)
insert into intake_match (k, person_id, rule, several, area, round)
select k, min(person_id), min(rule), min(person_id) <> max(person_id), min(area), %(round)s
from found
where rule is not null
group by k
