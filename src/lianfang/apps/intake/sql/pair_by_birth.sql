-- purpose: pair rows without a surer pair with persons of the same name, birth date and village
-- reads: intake_open, intake_pair, intake_match, intake_village (temporary), people_person
-- writes: intake_pair (temporary)
-- index: person_by_name for few rows; hashed for many
-- idempotency: the caller empties intake_pair
--
-- name_birth_village: two people of one name born on one day do not live in one village (names and days are
-- thousands each); without the village they do, about once in a hundred for the commonest names.
-- Persons up to the number `after` were looked at before.
insert into intake_pair (k, person_id, rule, rank, area)
select o.k, coalesce(p.merged_into_id, p.id), 'name_birth_village', 4,
       case when p.merged_into_id is null then p.area
                else (select kept.area from people_person kept where kept.id = p.merged_into_id) end
from intake_open o
join intake_village v on v.k = o.k
join people_person p on p.name = o.name and p.birth_date = o.birth_date and left(p.area, 12) = v.code
where p.id > %(after)s
  and o.k not in (select surer.k from intake_pair surer where surer.rank < 10)
  and not exists (select from intake_match m where m.k = o.k)
  and not lianfang_other_number(p.id, o.id_kind, case when o.solid then o.id_digest end)
