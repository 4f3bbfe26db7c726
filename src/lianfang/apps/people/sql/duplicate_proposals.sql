-- purpose: pairs of records that may be one person, with what agrees and what differs
-- reads: people_person, people_identitykey
-- writes: nothing
-- index: person_by_area (range), people_identitykey.person_id; pairs are found by hash
-- idempotency: reads only
with record as (
    select p.id, coalesce(p.merged_into_id, p.id) as canonical, p.name, p.birth_date, p.area
    from people_person p
    where p.area >= %(lo)s and p.area < %(hi)s
), key as (
    select r.canonical, r.name, k.kind = 'phone' as phone, k.digest
    from record r
    join people_identitykey k on k.person_id = r.id
), found as (
    select a.canonical as a, b.canonical as b, 1 as rule
    from key a
    join key b on b.digest = a.digest and b.canonical > a.canonical
    where not a.phone
    union all
    select a.canonical, b.canonical, 2
    from key a
    join key b on b.digest = a.digest and b.name = a.name and b.canonical > a.canonical
    where a.phone
    union all
    select a.canonical, b.canonical, 3
    from record a
    join record b on b.name = a.name and b.birth_date = a.birth_date and left(b.area, 12) = left(a.area, 12)
                 and b.canonical > a.canonical
), pair as (
    select a, b, min(rule) as rule
    from found
    group by a, b
), compared as (
    select p.rule, a.uid as a, b.uid as b, a.name as a_name, b.name as b_name, a.area,
           a.name = b.name as name,
           a.birth_date = b.birth_date as birth_date,
           a.sex = b.sex or null as sex_equal,
           a.sex <> b.sex and a.sex <> '' and b.sex <> '' as sex_differs,
           left(a.area, 12) = left(b.area, 12) as village,
           k.document_shared, k.document_both, k.phone_shared, k.phone_both
    from pair p
    join people_person a on a.id = p.a
    join people_person b on b.id = p.b
    cross join lateral (
        select bool_or(kind <> 'phone' and sides = 2) as document_shared,
               min(first) filter (where kind = 'national_id')
                   <> max(last) filter (where kind = 'national_id') as document_both,
               bool_or(kind = 'phone' and sides = 2) as phone_shared,
               min(first) filter (where kind = 'phone') <> max(last) filter (where kind = 'phone') as phone_both
        from (
            select k.kind, k.digest, count(distinct s.side) as sides, min(s.side) as first, max(s.side) as last
            from (
                select id, coalesce(merged_into_id, id) as side
                from people_person
                where id in (p.a, p.b) or merged_into_id in (p.a, p.b)
            ) s
            join people_identitykey k on k.person_id = s.id
            group by k.kind, k.digest
        ) shared
    ) k
)
select a, b, a_name, b_name, area,
       (array['same_document', 'phone_and_name', 'name_birth_village'])[rule] as rule,
       array_remove(array[
           case when document_shared then 'document' end,
           case when name then 'name' end,
           case when birth_date then 'birth_date' end,
           case when sex_equal and not sex_differs then 'sex' end,
           case when phone_shared then 'phone' end,
           case when village then 'village' end], null) as agrees,
       array_remove(array[
           case when document_both and not document_shared then 'document' end,
           case when not name then 'name' end,
           case when not birth_date then 'birth_date' end,
           case when sex_differs then 'sex' end,
           case when phone_both and not phone_shared then 'phone' end,
           case when not village then 'village' end], null) as differs
from compared
order by compared.rule, area, a, b
limit %(limit)s
