-- purpose: establish the posts that are not there yet
-- reads: post_arriving (temporary), areas_unit
-- writes: areas_post
-- index: post_once, unit_uid_once
-- idempotency: code, area and unit are written once
insert into areas_post (uid, code, area, unit_id, established_at)
select coalesce(n.uid, lianfang_uuid7()), n.code, n.area, u.id, coalesce(n.established_at, %(at)s)
from post_arriving n
left join areas_unit u on u.uid = n.unit_uid
on conflict (code, area, unit_id) where abolished_at is null do nothing
