-- purpose: write the assignments that are not there yet
-- reads: assignment_arriving (temporary)
-- writes: areas_assignment
-- index: assignment_once; assignment_one_holder refuses a second holder
-- idempotency: post, officer and beginning are written once
insert into areas_assignment
    (uid, post_id, officer_id, area, begins_at, begin_recorded_at, ends_at, end_recorded_at)
select coalesce(n.uid, lianfang_uuid7()), n.post_id, n.officer_id, n.area, n.begins_at, %(at)s,
       n.ends_at, case when n.ends_at is not null then %(at)s::timestamptz end
from assignment_arriving n
where not exists (
    select 1
    from areas_assignment a
    where a.post_id = n.post_id and a.officer_id = n.officer_id and a.begins_at = n.begins_at
)
