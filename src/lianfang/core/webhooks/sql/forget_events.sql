-- purpose: delete events that were told or given up long ago, with their deliveries
-- reads: webhooks_delivery
-- writes: webhooks_delivery, webhooks_event
-- index: event_by_age
-- idempotency: what is gone stays gone
with old as (
    select e.id
    from webhooks_event e
    where e.recorded_at < %(before)s
      and not exists (select from webhooks_delivery d where d.event_id = e.id and d.next_at is not null)
),
gone as (
    delete from webhooks_delivery d using old where d.event_id = old.id
)
delete from webhooks_event e
using old
where e.id = old.id
