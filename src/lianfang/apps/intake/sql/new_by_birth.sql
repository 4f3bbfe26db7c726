-- purpose: let persons arrive who have neither number nor telephone: one for each name, birth date and village
-- reads: intake_open, intake_hint (temporary)
-- writes: intake_new, person_arriving (temporary)
-- index: none
-- idempotency: the caller empties intake_new and person_arriving
--
-- Children and the very old: complete is a row with name, its own birth date and a place known to the village.
with first_rows as (
    select min(o.k) as k
    from intake_open o
    where o.id_status = 'empty' and cardinality(o.phones) = 0 and o.own_birth and o.waiting = ''
      and o.place_state = 'known' and length(o.places[1]) >= 12 and starts_with(o.places[1], %(area)s)
      and not exists (select from intake_hint h where h.k = o.k)
    group by o.name_key, o.birth_date, left(o.places[1], 12)
),
fresh as (
    insert into intake_new (k, uid, rule)
    select k, lianfang_uuid7(), 'new_birth' from first_rows
    returning k, uid
)
insert into person_arriving (uid, name, name_key, sex, birth_date, area, address, occupation)
select f.uid, o.name, o.name_key, coalesce(o.sex, ''), o.birth_date, left(o.places[1], 15),
       coalesce(o.address, ''), coalesce(o.occupation, '')
from fresh f
join intake_open o on o.k = f.k
