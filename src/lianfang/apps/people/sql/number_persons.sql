-- purpose: give each arriving person the number it has, or a new one
-- reads: people_person
-- writes: person_arriving (temporary)
-- index: person_uid_once
-- idempotency: a known uid keeps its number; of a uid that arrives twice the second row is not fresh
update person_arriving a
set person_id = f.person_id, fresh = f.fresh and a.ctid = f.first
from (
    select u.uid, u.first, coalesce(p.id, nextval('people_person_id_seq')) as person_id, p.id is null as fresh
    from (select uid, min(ctid) as first from person_arriving group by uid) u
    left join people_person p on p.uid = u.uid
) f
where a.uid = f.uid
