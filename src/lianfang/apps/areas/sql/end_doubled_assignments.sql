-- purpose: end the assignments of abolished posts
-- reads: areas_post, recoding_arriving (temporary)
-- writes: areas_assignment
-- index: areas_assignment.post_id
-- idempotency: ended assignments are left alone
update areas_assignment a
set ends_at = greatest(%(at)s, a.begins_at + interval '1 microsecond'), end_recorded_at = %(at)s
from areas_post p
join recoding_arriving n on n.fresh and n.old_code = p.area
where p.abolished_at is not null and a.post_id = p.id and a.ends_at is null
