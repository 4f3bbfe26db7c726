-- purpose: people by document or telephone, uid, exact name or beginning of the pinyin key, within a scope
-- reads: people_identitykey, people_person
-- writes: nothing
-- index: people_identitykey primary key, person_uid_once, person_by_name, person_by_name_key
-- idempotency: reads only
with hit as (
    select person_id as id from people_identitykey where digest = any (%(digests)s)
    union
    select id from people_person where uid = %(uid)s::uuid
    union
    (select id from people_person where name = %(whole_name)s and area >= %(lo)s and area < %(hi)s limit %(limit)s)
    union
    (select id
     from people_person
     where name_key >= %(key_lo)s and name_key < %(key_hi)s and area >= %(lo)s and area < %(hi)s
     order by name_key
     limit %(limit)s)
)
select k.uid as person, k.id, k.name, k.sex, extract(year from k.birth_date)::int as birth_year, k.area, k.state
from (select distinct coalesce(p.merged_into_id, p.id) as id from hit join people_person p on p.id = hit.id) c
join people_person k on k.id = c.id
where k.area >= %(lo)s and k.area < %(hi)s
order by k.name_key, k.birth_date, k.id
limit %(limit)s
