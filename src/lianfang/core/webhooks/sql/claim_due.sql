-- purpose: take the deliveries that are due, so that no other worker does, with what is to be sent
-- reads: webhooks_delivery, webhooks_webhook, webhooks_event
-- writes: webhooks_delivery
-- index: delivery_due
-- idempotency: what is taken is due again only after the lease
with due as (
    select id
    from webhooks_delivery
    where next_at <= %(at)s
    order by next_at, id
    limit %(limit)s
    for update skip locked
),
taken as (
    update webhooks_delivery d
    set next_at = %(leased_until)s, tried_at = %(at)s, attempts = d.attempts + 1
    from due
    where d.id = due.id
    returning d.id, d.uid, d.attempts, d.webhook_id, d.event_id
)
select taken.id, taken.uid, taken.attempts, w.url, w.sealed_secret, w.ended_at, e.uid as event, e.kind, e.subject, e.area,
       e.facts::text as facts, e.happened_at, e.recorded_at
from taken
join webhooks_webhook w on w.id = taken.webhook_id
join webhooks_event e on e.id = taken.event_id
order by taken.id
