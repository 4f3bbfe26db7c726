-- purpose: pair rows without a surer pair with persons of the same name behind the same door
-- reads: intake_open, intake_pair, intake_match, intake_village (temporary), people_person
-- writes: intake_pair (temporary)
-- index: person_by_name_key: of one name in one village there are few
-- idempotency: the caller empties intake_pair
--
-- name_door: within one village the shorter address is the end of the longer one, holds a number and six or more
-- characters; sex, birth date and age (by two years) do not differ. One family does not use a name twice.
-- Not for rows with a valid number: who has none registered is found by the birth date that it tells.
-- Persons up to the number `after` were looked at before.
insert into intake_pair (k, person_id, rule, rank, area)
select o.k, coalesce(p.merged_into_id, p.id), 'name_door', 5,
       case when p.merged_into_id is null then p.area
                else (select kept.area from people_person kept where kept.id = p.merged_into_id) end
from intake_open o
join intake_village v on v.k = o.k
join people_person p
  on p.name_key = o.name_key and p.area >= v.code and p.area < v.beyond and p.name = o.name
where p.id > %(after)s and not o.solid
  and o.k not in (select surer.k from intake_pair surer where surer.rank < 10)
  and not exists (select from intake_match m where m.k = o.k)
  and least(length(o.address), length(p.address)) >= 6
  and (right(o.address, length(p.address)) = p.address or right(p.address, length(o.address)) = o.address)
  and o.address ~ '[0-9]'
  and (o.sex is null or p.sex in ('', o.sex))
  and (o.birth_date is null or p.birth_date is null or p.birth_date = o.birth_date)
  and (o.age is null or p.birth_date is null
       or abs(extract(year from age(%(received_on)s::date, p.birth_date)) - o.age) <= 2)
