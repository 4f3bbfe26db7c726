-- purpose: delete the hand-overs of days before the term that were handed over; the last of each peer stays: the next is numbered after it
-- reads: exchange_message
-- writes: exchange_message
-- index: none: read whole, at night; hand_over_sequence_once finds the later one
-- idempotency: what is deleted is not found again
delete from exchange_message old
where old.area >= %(lo)s and old.area < %(hi)s and old.period_on < %(before_on)s
  and exists (select from exchange_message later where later.peer_id = old.peer_id and later.sequence > old.sequence)
