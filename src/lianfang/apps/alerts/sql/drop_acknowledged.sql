-- purpose: what waits to leave and was acknowledged meanwhile needs no message any more
-- reads: alerts_notice
-- writes: alerts_dispatch
-- index: dispatch_waiting
-- idempotency: a dropped one does not wait
update alerts_dispatch dispatch
set state = 'dropped'
from alerts_notice notice
where notice.id = dispatch.notice_id and dispatch.state = 'waiting' and dispatch.not_before <= %(at)s
  and notice.acknowledged_at is not null
