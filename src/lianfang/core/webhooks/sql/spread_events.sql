-- purpose: make deliveries of every event not spread yet, one for each webhook that asked for its kind and area
-- reads: webhooks_event, webhooks_webhook
-- writes: webhooks_delivery, webhooks_event
-- index: event_unspread
-- idempotency: delivery_once; an event is spread once
with fresh as (
    update webhooks_event
    set spread_at = %(at)s
    where spread_at is null
    returning id, kind, area, recorded_at
)
insert into webhooks_delivery (webhook_id, event_id, area, attempts, next_at, reason)
select w.id, fresh.id, fresh.area, 0, %(at)s, ''
from fresh
join webhooks_webhook w on fresh.kind = any (w.kinds) and w.ended_at is null and w.created_at <= fresh.recorded_at
                       and starts_with(fresh.area, w.area)
on conflict do nothing
