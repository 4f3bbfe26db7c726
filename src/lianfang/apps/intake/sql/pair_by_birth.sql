-- purpose: pair rows without a surer pair with persons of the same name, birth date and village
-- reads: intake_open (temporary), people_person
-- writes: intake_pair (temporary)
-- index: person_by_name
-- idempotency: the caller empties intake_pair
--
-- name_birth_village: two people of one name born on one day do not live in one village (names and days are
-- thousands each); without the village they do, about once in a hundred for the commonest names.
insert into intake_pair (k, person_id, rule, rank)
select o.k, coalesce(p.merged_into_id, p.id), 'name_birth_village', 4
from intake_open o
join people_person p on p.name = o.name and p.birth_date = o.birth_date
where o.place_state in ('known', 'several', 'contradiction')
  and not exists (select from intake_pair surer where surer.k = o.k)
  and left(p.area, 12) = any (select left(place, 12) from unnest(o.places) place where length(place) >= 12)
  and not lianfang_other_number(p.id, o.id_kind, case when o.solid then o.id_digest end)
