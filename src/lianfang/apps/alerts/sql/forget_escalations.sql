-- purpose: delete which slots were told, after the time for which that is kept
-- reads: nothing
-- writes: alerts_escalation
-- index: none: read whole, at night
-- idempotency: what is gone is gone
delete from alerts_escalation
where area >= %(lo)s and area < %(hi)s and told_at < %(before_at)s
