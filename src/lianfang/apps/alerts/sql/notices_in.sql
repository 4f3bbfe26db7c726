-- purpose: the newest notices to officers of an area
-- reads: alerts_notice
-- writes: nothing
-- index: notice_by_time
-- idempotency: reads only
select uid, area, officer, holder, post, nature, urgent, items, due_at, told_at, acknowledged_at, acknowledged_by
from alerts_notice
where area >= %(lo)s and area < %(hi)s and (acknowledged_at is null or not %(open_only)s)
order by told_at desc, id desc
limit %(limit)s
