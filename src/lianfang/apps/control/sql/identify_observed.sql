-- purpose: whom each row means: by uid, else by document, else by telephone and name; nobody and several are faults
-- reads: control_observed (temporary), people_person, people_identitykey
-- writes: control_observed (temporary)
-- index: person_uid_once; people_identitykey primary key
-- idempotency: rows with a reason are left alone
with meant as (
    select o.k, coalesce(p.merged_into_id, p.id) as person_id
    from control_observed o
    join people_person p on p.uid = o.person_uid
    where o.reason is null
    union
    select o.k, coalesce(p.merged_into_id, p.id)
    from control_observed o
    join people_identitykey i on i.digest = o.id_digest
    join people_person p on p.id = i.person_id
    where o.reason is null and o.person_uid is null
    union
    select o.k, coalesce(p.merged_into_id, p.id)
    from control_observed o
    join people_identitykey i on i.digest = o.phone_digest
    join people_person p on p.id = i.person_id and p.name = o.name
    where o.reason is null and o.person_uid is null and o.id_digest is null
),
counted as (
    select k, min(person_id) as person_id, count(*) as persons
    from meant
    group by k
)
update control_observed o
set person_id = counted.person_id,
    reason = case when counted.persons is null then %(nobody)s
                  when counted.persons > 1 then %(several)s
                  when o.name <> '' and kept.name <> o.name then %(other_name)s end
from control_observed self
left join counted on counted.k = self.k
left join people_person kept on kept.id = counted.person_id
where o.k = self.k and o.reason is null
