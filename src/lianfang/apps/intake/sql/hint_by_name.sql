-- purpose: name persons who may be meant by an open row for their name, birth date, sex or village
-- reads: intake_open, intake_village (temporary), people_person, people_identitykey
-- writes: intake_hint (temporary)
-- index: person_by_name_key for few rows, hashed for many; people_identitykey by person
-- idempotency: persons up to the number `after` were looked at before
--
-- Both rules match wrongly once in a few hundred (measured), so they only point.
-- name_birth_sex    the sound of the name, the birth date and the sex agree
-- name_village_sex  the sound of the name and the village agree, sex and birth date do not differ; not for rows
--                   with a valid number, whose birth date is known
-- Not if both sides have a valid number of the same kind and the numbers differ: asked last (`offset 0`), of the few
-- pairs that are left.
insert into intake_hint (k, person_id, rule, rank)
select distinct k, person_id, rule, rank
from (
    select o.k, coalesce(p.merged_into_id, p.id) as person_id, p.id, 'name_birth_sex' as rule, 5 as rank,
           o.id_kind, case when o.solid then o.id_digest end as id_digest
    from intake_open o
    join people_person p on p.name_key = o.name_key and p.birth_date = o.birth_date
    where p.id > %(after)s and (o.sex is null or p.sex in ('', o.sex))
    union all
    select o.k, coalesce(p.merged_into_id, p.id), p.id, 'name_village_sex', 6,
           o.id_kind, case when o.solid then o.id_digest end
    from intake_open o
    join intake_village v on v.k = o.k
    join people_person p on p.name_key = o.name_key and p.area >= v.code and p.area < v.beyond
    where p.id > %(after)s and not o.solid
      and (o.sex is null or p.sex in ('', o.sex))
      and (o.birth_date is null or p.birth_date is null or p.birth_date = o.birth_date)
    offset 0
) found
where not lianfang_other_number(id, id_kind, id_digest)
