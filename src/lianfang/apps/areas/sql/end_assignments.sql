-- purpose: end known assignments for which the arriving table now has an end
-- reads: assignment_arriving (temporary)
-- writes: areas_assignment
-- index: assignment_once
-- idempotency: ended assignments are left alone
update areas_assignment a
set ends_at = n.ends_at, end_recorded_at = %(at)s
from assignment_arriving n
where a.post_id = n.post_id and a.officer_id = n.officer_id and a.begins_at = n.begins_at
  and a.ends_at is null and n.ends_at is not null
