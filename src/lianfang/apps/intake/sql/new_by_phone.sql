-- purpose: let persons arrive who are not registered and have no number: one for each name behind a telephone
-- reads: intake_open, intake_hint (temporary)
-- writes: intake_new, person_arriving (temporary)
-- index: none
-- idempotency: the caller empties intake_new and person_arriving
--
-- Complete without a number is a row with name, telephone and a place known to the village. The first row of a
-- sound and a telephone stands for the person; a row with several telephones must be first for each.
with eligible as (
    select o.k, o.name_key, phone.digest
    from intake_open o
    cross join lateral unnest(o.phones) as phone (digest)
    where o.id_status = 'empty' and o.waiting = ''
      and o.place_state = 'known' and length(o.places[1]) >= 12 and starts_with(o.places[1], %(area)s)
      and not exists (select from intake_hint h where h.k = o.k)
),
first_rows as (
    select e.k
    from eligible e
    join (select name_key, digest, min(k) as k from eligible group by name_key, digest) f
        on f.name_key = e.name_key and f.digest = e.digest
    group by e.k
    having bool_and(f.k = e.k)
),
fresh as (
    insert into intake_new (k, uid, rule)
    select k, lianfang_uuid7(), 'new_phone' from first_rows
    returning k, uid
)
insert into person_arriving (uid, name, name_key, sex, birth_date, area, address, occupation)
select f.uid, o.name, o.name_key, coalesce(o.sex, ''), o.birth_date, left(o.places[1], 15),
       coalesce(o.address, ''), coalesce(o.occupation, '')
from fresh f
join intake_open o on o.k = f.k
