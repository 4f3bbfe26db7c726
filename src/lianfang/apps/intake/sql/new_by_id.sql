-- purpose: let persons arrive who are not registered: one for each valid number of an open row that belongs here
-- reads: intake_open, intake_hint (temporary)
-- writes: intake_new, person_arriving (temporary)
-- index: none
-- idempotency: the caller empties intake_new and person_arriving
--
-- The first row of a number stands for the person; the others are matched to it in the next round. Rows that
-- may be somebody registered, that wait for another reason or lie elsewhere bring nobody.
with first_rows as (
    select min(o.k) as k
    from intake_open o
    where o.solid and o.waiting = '' and not o.birth_fault
      and (o.place_state in ('none', 'unread')
           or o.place_state = 'known'
              and (starts_with(o.places[1], %(area)s) or starts_with(%(area)s, o.places[1])))
      and not exists (select from intake_hint h where h.k = o.k)
    group by o.id_digest
),
fresh as (
    insert into intake_new (k, uid, rule)
    select k, lianfang_uuid7(), 'new_id' from first_rows
    returning k, uid
)
insert into person_arriving (uid, name, name_key, sex, birth_date, area, address, occupation)
select f.uid, o.name, o.name_key, coalesce(o.sex, ''), o.birth_date,
       case when starts_with(o.places[1], %(area)s) then left(o.places[1], 15) else %(area)s end,
       coalesce(o.address, ''), coalesce(o.occupation, '')
from fresh f
join intake_open o on o.k = f.k
