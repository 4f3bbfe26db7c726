-- purpose: delete by which channel notices left, with the notices that go
-- reads: alerts_notice
-- writes: alerts_dispatch
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from alerts_dispatch dispatch
using alerts_notice notice
where notice.id = dispatch.notice_id and notice.area >= %(lo)s and notice.area < %(hi)s
  and notice.told_at < %(before_at)s
