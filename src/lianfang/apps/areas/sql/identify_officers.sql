-- purpose: give arriving officers without an identity that of a known officer of the same name and phone, or a new one
-- reads: assignment_arriving (temporary), areas_officer
-- writes: assignment_arriving (temporary)
-- index: none; officers are few
-- idempotency: officers that have an identity keep it
update assignment_arriving a
set officer_uid = f.uid
from (
    select n.officer_name, n.phone_digest, coalesce(o.uid, lianfang_uuid7()) as uid
    from (select distinct officer_name, phone_digest from assignment_arriving where officer_uid is null) n
    left join lateral (
        select uid
        from areas_officer
        where name = n.officer_name and phone_digest is not distinct from n.phone_digest
        order by id
        limit 1
    ) o on true
) f
where a.officer_uid is null
  and a.officer_name = f.officer_name
  and a.phone_digest is not distinct from f.phone_digest
