-- purpose: slots of moving somebody: from the request until whoever receives them answers; a cancelled one lapses
-- reads: facilities_transfer, facilities_handover
-- writes: nothing
-- index: transfer_by_area, custody_step_once
-- idempotency: a query
select transfer.uid::text as subject_id,
       'transfer:' || transfer.id as ref,
       transfer.area,
       transfer.requested_at as opens_at,
       transfer.due_at,
       coalesce(case when transfer.cancelled then transfer.ended_at end, 'infinity') as lapses_at,
       received.happened_at as done_at,
       'hand_over:' || received.uid as evidence
from facilities_transfer transfer
left join facilities_handover received
  on received.transfer_id = transfer.id and received.custodian = 'receiver' and received.recorded_at <= %(known_at)s
where transfer.area >= %(lo)s and transfer.area < %(hi)s
  and transfer.requested_at <= %(until_at)s and transfer.recorded_at <= %(known_at)s
  and not (transfer.cancelled and transfer.ended_at < %(from_at)s)
  and (received.happened_at is null or received.happened_at >= %(from_at)s)
