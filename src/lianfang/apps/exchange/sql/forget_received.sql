-- purpose: delete the hand-overs of days before the term that arrived; the last of each peer stays: the next is numbered after it
-- reads: exchange_received
-- writes: exchange_received
-- index: none: read whole, at night; received_sequence_once finds the later one
-- idempotency: what is deleted is not found again
delete from exchange_received old
where old.area >= %(lo)s and old.area < %(hi)s and old.period_on < %(before_on)s
  and exists (select from exchange_received later where later.peer_id = old.peer_id and later.sequence > old.sequence)
