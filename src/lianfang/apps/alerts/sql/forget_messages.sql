-- purpose: delete what left by message, once no dispatch speaks of it
-- reads: alerts_dispatch
-- writes: alerts_message
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from alerts_message message
where area >= %(lo)s and area < %(hi)s and made_at < %(before_at)s
  and not exists (select from alerts_dispatch dispatch where dispatch.message_id = message.id)
