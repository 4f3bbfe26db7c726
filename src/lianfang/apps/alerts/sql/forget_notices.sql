-- purpose: delete what officers were told, after the time for which that is kept
-- reads: alerts_dispatch
-- writes: alerts_notice
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from alerts_notice notice
where area >= %(lo)s and area < %(hi)s and told_at < %(before_at)s
  and not exists (select from alerts_dispatch dispatch where dispatch.notice_id = notice.id)
