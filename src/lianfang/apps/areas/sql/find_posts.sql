-- purpose: find the post and the officer of each arriving assignment, and fill its beginning
-- reads: assignment_arriving (temporary), areas_post, areas_unit, areas_officer
-- writes: assignment_arriving (temporary)
-- index: post_by_area, officer_uid_once
-- idempotency: repeats to the same result
update assignment_arriving a
set post_id = p.id, officer_id = o.id, begins_at = coalesce(a.begins_at, %(at)s)
from areas_post p
left join areas_unit u on u.id = p.unit_id
cross join areas_officer o
where p.area = a.area and p.code = a.post and p.abolished_at is null
  and (a.unit_uid is null or u.uid = a.unit_uid)
  and o.uid = a.officer_uid
