-- purpose: delete transfers that ended before the term, with their hand-overs
-- reads: nothing
-- writes: facilities_transfer, facilities_handover
-- index: none: read whole, at night
-- idempotency: what is gone is gone
with gone as (
    select id
    from facilities_transfer
    where area >= %(lo)s and area < %(hi)s and ended_at < %(before_at)s
), hand_overs as (
    delete from facilities_handover where transfer_id in (select id from gone)
)
delete from facilities_transfer where id in (select id from gone)
