-- purpose: give arriving officers without an identity that of a known one of the same name and phone, or a new one;
--   a name without a phone says who somebody is only within one area
-- reads: assignment_arriving (temporary), areas_officer, areas_assignment
-- writes: assignment_arriving (temporary)
-- index: areas_assignment.officer_id; officers are few
-- idempotency: officers that have an identity keep it
update assignment_arriving a
set officer_uid = f.uid
from (
    select n.officer_name, n.phone_digest, n.place, coalesce(o.uid, lianfang_uuid7()) as uid
    from (
        select distinct officer_name, phone_digest, case when phone_digest is null then area end as place
        from assignment_arriving
        where officer_uid is null
    ) n
    left join lateral (
        select uid
        from areas_officer o
        where name = n.officer_name
          and phone_digest is not distinct from n.phone_digest
          and (n.place is null or exists (
                  select from areas_assignment held where held.officer_id = o.id and held.area = n.place
              ))
        order by id
        limit 1
    ) o on true
) f
where a.officer_uid is null
  and a.officer_name = f.officer_name
  and a.phone_digest is not distinct from f.phone_digest
  and (f.place is null or a.area = f.place)
